"""The bare words of a .txt or .docx, to look for secrecy marks; anything else has none to offer."""

import io
import re
import zipfile
import zlib

_MOST_XML = 20 << 20
_TAG = re.compile(r"<[^>]*>")
_DOCX_MAGIC = b"PK\x03\x04"


_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")


def words_of(data: bytes) -> str:
    """Return the text of a plain file or .docx, headers and footers too; empty for other kinds."""
    if data.startswith(_DOCX_MAGIC):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
                return "\n".join(_part_words(archive, name) for name in names[:20])
        except (KeyError, OSError, ValueError, zipfile.BadZipFile, zlib.error):
            return ""
    try:
        return data[:_MOST_XML].decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _part_words(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        xml = part.read(_MOST_XML).decode("utf-8", errors="replace")
    return _TAG.sub("", xml.replace("</w:p>", "\n"))
