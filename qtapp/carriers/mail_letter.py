"""The letter around a part of a bundle: words for whoever opens it by hand, and the part attached."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from msgspec import Struct

_WORDS = """\
Kính gửi đồng chí,

Thư này do phần mềm Sổ Chi Bộ gửi, kèm một tệp gói dữ liệu đã mã hóa; chỉ đơn vị nhận mở được.

Mở Sổ Chi Bộ, vào “Gói dữ liệu”, bấm “Lấy thư về” là phần mềm tự nhận. Nếu máy không nối được hộp
thư: lưu tệp đính kèm vào máy hoặc USB, rồi bấm “Nhận tệp…”.

Xin giữ nguyên tệp, không đổi tên đuôi, không nén lại.
"""


class Letter(Struct, frozen=True, kw_only=True):
    """What one letter says on its outside, and the file in it."""

    message_id: str
    sender: str
    recipient: str
    written: datetime
    name: str
    part: int
    parts: int


def write_letter(letter: Letter, content: bytes) -> bytes:
    """Return the letter as it travels: ASCII, lines of at most 78 characters that end in CRLF.

    Nothing outside the sealed part names a person or a unit.
    """
    made = EmailMessage(policy=SMTP)
    of = f" (phần {letter.part}/{letter.parts})" if letter.parts > 1 else ""
    made["From"] = letter.sender
    made["To"] = letter.recipient
    made["Subject"] = f"Sổ Chi Bộ: gói dữ liệu{of}"
    made["Date"] = format_datetime(letter.written)
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"  # no holiday note comes back
    made.set_content(_WORDS, cte="quoted-printable")
    made.add_attachment(
        content, maintype="application", subtype="octet-stream", filename=letter.name
    )
    return made.as_bytes()


def new_message_id(bundle: str, part: int, token: bytes, sender: str) -> str:
    """Return the id of a letter, the same for every attempt to send it."""
    domain = sender.rpartition("@")[2]
    return f"<scb.{bundle}.{part}.{token.hex()}@{domain}>"
