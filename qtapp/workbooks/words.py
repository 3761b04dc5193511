"""The bare words of a .txt or .docx, to look for secrecy marks; anything else has none to offer."""

import codecs
import html
import io
import re
import zipfile
import zlib

_MOST_XML = 20 << 20
_BREAK = re.compile(r"</w:p>|<w:(?:br|cr|tab)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_PARTS = re.compile(r"word/(?:document|(?:header|footer)\d*)\.xml")
_MOST_PARTS = 20
_DOCX_MAGIC = b"PK\x03\x04"


def words_of(data: bytes) -> str:
    """Return the text of a plain file or .docx; empty for other kinds or a damaged file."""
    if data.startswith(_DOCX_MAGIC):
        return _words_of_docx(data)
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        # Unlike bytes.decode, this takes a letter cut in two at the end of what is read.
        return codecs.getincrementaldecoder(encoding)().decode(data[:_MOST_XML]).lstrip("\ufeff")
    except UnicodeDecodeError:
        return ""


def _words_of_docx(data: bytes) -> str:
    """Return the words of the body, headers and footers; what cannot be read has none to offer."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
            return "\n".join(_words_of_part(archive, name) for name in names[:_MOST_PARTS])
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile):
        return ""


def _words_of_part(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            xml = part.read(_MOST_XML).decode("utf-8", errors="replace")
    except (EOFError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return ""  # RuntimeError: a part that wants a password or an unknown compression
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", xml)))
