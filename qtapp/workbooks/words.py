"""The bare words of a .txt or .docx, to look for secrecy marks; anything else has none to offer."""

import io
import re
import zipfile
import zlib

_MOST_XML = 20 << 20
_TAG = re.compile(r"<[^>]*>")
_DOCX_MAGIC = b"PK\x03\x04"


def words_of(data: bytes) -> str:
    """Return the text of a plain file or .docx; empty for other kinds or a damaged file."""
    if data.startswith(_DOCX_MAGIC):
        try:
            with (
                zipfile.ZipFile(io.BytesIO(data)) as archive,
                archive.open("word/document.xml") as part,
            ):
                xml = part.read(_MOST_XML).decode("utf-8", errors="replace")
        except (KeyError, OSError, ValueError, zipfile.BadZipFile, zlib.error):
            return ""
        return _TAG.sub("", xml.replace("</w:p>", "\n"))
    try:
        return data[:_MOST_XML].decode("utf-8")
    except UnicodeDecodeError:
        return ""
