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
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            archive.open("word/document.xml") as part,
        ):
            xml = part.read(_MOST_XML).decode("utf-8", errors="replace")
    except (EOFError, KeyError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return ""  # RuntimeError: a part that wants a password or an unknown compression
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", xml)))
