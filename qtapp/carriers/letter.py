"""The e-mail as a file: a draft that a person sends off, and a saved mail in which a bundle came."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from qtapp.domain.vietnamese import nfc

if TYPE_CHECKING:
    from email.message import Message

MAIL_MB = (10, 20, 35)
"""The sizes of mail that providers let through, in megabytes: offered to people."""
DEFAULT_MAIL_MB = 20
_GROWTH = 1.37
"""Base64 in lines of 76 makes a file this much longer."""
_ROOM = 300_000
"""Bytes kept free for the words of a letter and the headers servers add."""
MOST_ENTITIES = 200
_HEADER = re.compile(rb"[!-9;-~]{1,70}:[ \t]")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it will be read: to whom (may be empty), about what, its words, one file."""

    to: str
    subject: str
    body: str
    name: str
    data: bytes


def part_size(megabytes: int) -> int:
    """Return how large a file may be, in bytes, to pass in a mail of so many megabytes."""
    return int((megabytes * 1_000_000 - _ROOM) / _GROWTH)


def draft(letter: Draft) -> bytes:
    """Return the letter as an `.eml` file that Outlook, Thunderbird and Mail open ready to be sent."""
    # The whole of `email` takes 25 ms to load; most days nobody writes or reads a letter.
    from email.message import EmailMessage  # noqa: PLC0415 - see above
    from email.policy import SMTP  # noqa: PLC0415 - see above

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if letter.to:
        message["To"] = letter.to
    message["Subject"] = nfc(letter.subject)
    message.set_content(nfc(letter.body), charset="utf-8", cte="base64")
    message.add_attachment(
        letter.data, maintype="application", subtype="octet-stream", filename=letter.name
    )
    return message.as_bytes()


def is_letter(head: bytes) -> bool:
    """Whether a file that begins with these bytes may be a saved mail: it starts with a header line."""
    return bool(_HEADER.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")))


def enclosures(mail: bytes, is_ours: Callable[[bytes], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files of ours in a saved mail, whatever they are called there.

    Forwarded mails are looked into too. What cannot be decoded is passed over: the bundle's own
    envelope tells damage apart.
    """
    from email import message_from_bytes  # noqa: PLC0415 - as in `draft`
    from email.errors import MessageError  # noqa: PLC0415 - as in `draft`

    try:
        message = message_from_bytes(mail.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    except (MessageError, ValueError, RecursionError):
        return
    for place, entity in enumerate(message.walk()):
        if place >= MOST_ENTITIES:
            return
        data = _content(entity)
        if data is not None and is_ours(data[:16]):
            yield _name(entity), data


def _content(entity: "Message") -> bytes | None:
    from email.errors import MessageError  # noqa: PLC0415 - as in `draft`

    try:
        data = entity.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, AssertionError):
        return None
    return data if isinstance(data, bytes) else None


def _name(entity: "Message") -> str:
    from email.errors import MessageError  # noqa: PLC0415 - as in `draft`

    try:
        return nfc(entity.get_filename() or "")[:200]
    except (MessageError, ValueError, LookupError):
        return ""
