"""E-mail: the account that letters go through, and how a letter with a part of a bundle ends."""

import re
from typing import Annotated

from msgspec import Meta, Struct

from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import nfc

SMALLEST_PART = 256 * 1024
"""The smallest part a mail server has to let through, in bytes before it is written as base64."""
DEFAULT_PART = 7 * 1024 * 1024
"""The largest part where nobody knows the server's limit: ten million bytes as base64."""

_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")

Host = Annotated[str, Meta(max_length=253)]
Port = Annotated[int, Meta(ge=1, le=65_535)]


class Security(Code):
    """How a connection is encrypted; there is no third way."""

    TLS = "tls", "TLS ngay từ đầu"
    STARTTLS = "starttls", "STARTTLS"


class MailServer(Struct, frozen=True, kw_only=True):
    """Where a server answers, and how the connection to it is encrypted."""

    host: Host
    port: Port
    security: Security


class MailAccount(Struct, frozen=True, kw_only=True):
    """A mailbox and its servers; the password is not part of it.

    `user` is the login name, the address if empty. `part_bytes` is the largest part of a bundle that
    fits into one letter; `app_password` says that the provider takes no ordinary password.
    """

    address: str
    smtp: MailServer
    imap: MailServer
    user: str = ""
    part_bytes: int = DEFAULT_PART
    app_password: bool = False

    @property
    def login(self) -> str:
        """The name to log in with."""
        return self.user or self.address


class MailProvider(Struct, frozen=True, kw_only=True):
    """Ready-made settings; `{domain}` in a host stands for the address's own domain.

    An empty list of domains fits every address. `note` is shown beside the choice.
    """

    name: str
    domains: tuple[str, ...]
    smtp: MailServer
    imap: MailServer
    part_bytes: int = DEFAULT_PART
    app_password: bool = False
    note: str = ""


class LetterState(Code):
    """How a letter stands."""

    QUEUED = "queued", "chờ gửi"
    UNSURE = "unsure", "chưa rõ máy chủ đã nhận chưa"
    SENT = "sent", "đã gửi"
    HELD = "held", "cần xem lại"


def checked_address(text: str, field: str = "address") -> str:
    """Return an e-mail address as it is kept. Raises Invalid."""
    clean = nfc(text).strip()
    if not clean:
        raise Invalid(field, Reason.EMPTY)
    if not clean.isascii() or len(clean) > 254 or not _ADDRESS.fullmatch(clean):
        raise Invalid(field, Reason.NOT_AN_ADDRESS, clean)
    return clean


def checked_host(text: str, field: str = "host") -> str:
    """Return a server's name as it is kept. Raises Invalid."""
    clean = nfc(text).strip().lower()
    if not clean:
        raise Invalid(field, Reason.EMPTY)
    if len(clean) > 253 or not _HOST.fullmatch(clean):
        raise Invalid(field, Reason.WRONG_TYPE, clean)
    return clean


def provider_for(address: str, providers: tuple[MailProvider, ...]) -> MailProvider:
    """Return the settings that fit an address: its domain's own, else those that fit every address.

    `providers` must hold one without domains.
    """
    domain = address.rpartition("@")[2].lower()
    named = (each for each in providers if _belongs(domain, each.domains))
    return next(named, None) or next(each for each in providers if not each.domains)


def account_for(address: str, provider: MailProvider, user: str = "") -> MailAccount:
    """Return the account that an address has with a provider."""
    domain = address.rpartition("@")[2].lower()

    def here(server: MailServer) -> MailServer:
        return MailServer(
            host=server.host.replace("{domain}", domain),
            port=server.port,
            security=server.security,
        )

    return MailAccount(
        address=address,
        user=user,
        smtp=here(provider.smtp),
        imap=here(provider.imap),
        part_bytes=provider.part_bytes,
        app_password=provider.app_password,
    )


def _belongs(domain: str, domains: tuple[str, ...]) -> bool:
    """Whether `domain` is one of `domains`, or lies below one of them."""
    return any(domain == each or domain.endswith(f".{each}") for each in domains)
