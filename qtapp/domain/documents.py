"""Documents: the resolutions, directives and plans that are studied."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from qtapp.domain.codes import Code
from qtapp.domain.record import Line, PartialDate, Reach, Record
from qtapp.domain.vietnamese import nfc


class DocumentType(Code):
    """Types of Party documents (Quy định 399-QĐ/TW); the value is the symbol's abbreviation."""

    RESOLUTION = "NQ", "Nghị quyết"
    DIRECTIVE = "CT", "Chỉ thị"
    CONCLUSION = "KL", "Kết luận"
    DECISION = "QĐ", "Quyết định"
    REGULATION = "QyĐ", "Quy định"
    STATUTE = "QC", "Quy chế"
    CIRCULAR = "TT", "Thông tri"
    GUIDELINE = "HD", "Hướng dẫn"
    NOTICE = "TB", "Thông báo"
    REPORT = "BC", "Báo cáo"
    PLAN = "KH", "Kế hoạch"
    PROGRAMME = "CTr", "Chương trình"
    PROJECT = "ĐA", "Đề án"
    OPTION = "PA", "Phương án"
    SUBMISSION = "TTr", "Tờ trình"
    LETTER = "CV", "Công văn"
    MINUTES = "BB", "Biên bản"
    OTHER = "other", "Văn bản khác"


class Secrecy(Code):
    """The only grades the app stores: state secrets are refused, not filed (Luật 117/2025/QH15)."""

    ORDINARY = "ordinary", "thường"
    INTERNAL = "internal", "nội bộ (không phải bí mật nhà nước)"


class Attachment(Struct, frozen=True, kw_only=True):
    """A file kept in the book by the SHA-256 of its content."""

    name: Line
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: int


class Document(Record, frozen=True, kw_only=True):
    """One document of the library."""

    table: ClassVar[str] = "documents"
    title: ClassVar[str] = "Văn bản"
    reach: ClassVar[Reach] = Reach.BOTH
    required: ClassVar[tuple[str, ...]] = ("number", "name")

    number: Line
    name: Annotated[str, Meta(min_length=1, max_length=2000)]
    type: DocumentType = DocumentType.RESOLUTION
    issuer: Line = ""
    issued_on: PartialDate = ""
    secrecy: Secrecy = Secrecy.ORDINARY
    attachments: tuple[Attachment, ...] = ()


# "Bí mật" and "bảo mật" are ordinary words, also in the titles of public laws set in capitals; so is honey, where
# the bee stands beside it. Any other MẬT is taken for a stamp: better refused, and written in small letters.
_SECRET = re.compile(r"(?<!\w)(?<!\bBÍ )(?<!\bBẢO )(?<!\bONG )(?<!\bONG LẤY )MẬT(?!\w)(?! ONG\b)")
_SECRET_ANY_CASE = re.compile(r"(?<!\w)(?:tuyệt mật|tối mật|độ mật ?:? ?mật)(?!\w)", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[{<] ?(?:độ )?mật ?[)\]}>]", re.IGNORECASE)
_WORD = re.compile(r"(?<![^\W_])mật(?![^\W_])", re.IGNORECASE)
_AT_AN_END = re.compile(r"^mật ?[-–—_:;,/|]|[-–—_:;,/|.] ?mật ?\.?$", re.IGNORECASE)
_GRADES = {"mật", "tối mật", "tuyệt mật"}


def claims_secrecy(text: str) -> bool:
    """Whether NFC `text` carries a secrecy stamp: MẬT in capitals, (mật) in brackets, or a full grade."""
    words = " ".join(text.split())
    return any(each.search(words) for each in (_SECRET, _SECRET_ANY_CASE, _BRACKETED))


def names_grade(name: str) -> bool:
    """Whether a title or a file's name carries a grade: as `claims_secrecy`, or set off at either end."""
    words = " ".join(nfc(name).split())
    return claims_secrecy(words) or is_grade(words) or bool(_AT_AN_END.search(words))


def is_grade(text: str) -> bool:
    """Whether `text` is nothing but the name of a state-secret grade, in any case."""
    return " ".join(nfc(text).split()).casefold() in _GRADES


def secret_field(values: Mapping[str, Any]) -> str:
    """Return the field of a document, given as plain values, that carries a grade; "" if none."""
    if is_grade(str(values.get("secrecy", ""))):
        return "secrecy"
    if _WORD.search(nfc(str(values.get("number", "")))):  # no number is about honey
        return "number"
    for name in ("number", "name", "issuer"):
        if names_grade(str(values.get(name, ""))):
            return name
    if claims_secrecy(nfc(str(values.get("attachments", "")))):
        return "attachments"
    return ""
