"""E-mail: the mailbox set up once, where letters go, sending and fetching, and what happened last."""

import tempfile
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from qtapp.domain.errors import MailError, NotJoined, VaultLocked
from qtapp.domain.mail import (
    SMALLEST_PART,
    MailAccount,
    MailProvider,
    MailServer,
    checked_address,
    checked_host,
)
from qtapp.domain.mail_errors import (
    MailAddressMissing,
    MailAppPasswordNeeded,
    MailNotSetUp,
    MailPasswordMissing,
    MailWrongPassword,
)
from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import nfc
from qtapp.paths import resource
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.exchange import Exchange
from qtapp.services.mail_status import LetterEntry, MailFetched, MailSent, MailStatus
from qtapp.services.units import Units
from qtapp.store.store import Store

if TYPE_CHECKING:
    from qtapp.services.mail_letters import Letters

_GROWTH = 1.37
_ROOM = 10_000
"""Base64 in lines of 76 makes a file this much longer; and bytes for words and headers."""


class Mail:
    """One method per thing the user can do about e-mail."""

    def __init__(
        self, store: Store, environment: Environment, exchange: Exchange, units: Units
    ) -> None:
        self._store = store
        self._environment = environment
        self._exchange = exchange
        self._units = units

    @cached_property
    def _letters(self) -> "Letters":
        from qtapp.services.mail_letters import Letters  # noqa: PLC0415 - not for the first screen

        return Letters(self._store, self._environment)

    @staticmethod
    def providers() -> tuple[MailProvider, ...]:
        """Return the ready-made settings, the one that fits every address last."""
        data = resource("mail/providers.json").read_bytes()
        return msgspec.json.decode(data, type=tuple[MailProvider, ...])

    def account(self) -> MailAccount | None:
        """Return the mailbox of this book, or None."""
        kept = self._store.fact("mail_account")
        return msgspec.json.decode(kept, type=MailAccount) if kept else None

    def try_out(self, account: MailAccount, password: str, report: Report = silent) -> MailAccount:
        """Log in to both servers and return the account, its parts as large as its server takes.

        Without a `password` the kept one is tried. Nothing is kept and no letter is sent. Raises Invalid
        or the MailError family.
        """
        from qtapp.carriers.mail_reading import Mailbox  # noqa: PLC0415 - see _letters
        from qtapp.carriers.mail_sending import MailSender  # noqa: PLC0415 - see _letters

        account, words = _checked(account), self._password(password)
        try:
            report(0, 2)
            with MailSender(account.smtp, account.login, words) as sender:
                limit = sender.limit
            report(1, 2)
            with Mailbox(account.imap, account.login, words) as box:
                box.examine("INBOX")
        except MailWrongPassword as error:
            if account.app_password:
                raise MailAppPasswordNeeded from error
            raise
        report(2, 2)
        if not limit:
            return account
        fits = max(SMALLEST_PART, int((limit - _ROOM) / _GROWTH))
        return replace(account, part_bytes=min(account.part_bytes, fits))

    def set_up(self, account: MailAccount, password: str) -> None:
        """Keep the mailbox in the book and its password in this computer's keyring.

        Raises Invalid, or VaultLocked where there is no keyring; the mailbox is kept all the same.
        """
        account = _checked(account)
        before = self.account()
        with self._store.transaction():
            self._store.set_fact("mail_account", msgspec.json.encode(account).decode())
            self._store.set_fact("mail_problem", "")
            self._letters.release()
            if before is None or (before.imap, before.login) != (account.imap, account.login):
                self._store.write("DELETE FROM mail_folders")
        self._environment.vault.put(self._vault_name(), nfc(password))

    def forget(self) -> None:
        """Forget mailbox and password; letters that wait stay until there is a mailbox again."""
        with self._store.transaction():
            self._store.set_fact("mail_account", "")
            self._store.set_fact("mail_problem", "")
            self._store.write("DELETE FROM mail_folders")
        self._environment.vault.forget(self._vault_name())

    def receivers(self) -> list[tuple[Unit, str]]:
        """Return the units that letters can go to, with their addresses; an empty one is not known."""
        known = dict(self._store.fetch("SELECT unit, address FROM mail_addresses"))
        above = self._exchange.superior()
        below = [each.unit for each in self._exchange.status().units if each.invited or each.joined]
        return [(unit, known.get(unit.id, "")) for unit in ([above] if above else []) + below]

    def set_address(self, unit_id: str, address: str) -> None:
        """Note where letters to a unit go, or with an empty address that nobody knows. Raises Invalid."""
        clean = checked_address(address) if address.strip() else ""
        with self._store.transaction():
            self._store.write("DELETE FROM mail_addresses WHERE unit = ?", [unit_id])
            if clean:
                self._store.write("INSERT INTO mail_addresses VALUES (?, ?)", [unit_id, clean])

    def post_up(self, report: Report = silent) -> int:
        """Lay the bundle for the committee above into the outbox, and return the number of letters.

        Raises NotJoined, MailNotSetUp, MailAddressMissing, FolderReadOnly or DiskFull.
        """
        account, above = self._needed(), self._exchange.superior()
        if above is None:
            raise NotJoined
        address = {unit.id: at for unit, at in self.receivers()}[above.id]
        if not address:
            raise MailAddressMissing
        with self._exchange.once_done(), tempfile.TemporaryDirectory() as place:
            self._exchange.make_up(Path(place), report, part_bytes=account.part_bytes)
            return self._post(Path(place), above.id, address, account)

    def post_down(self, report: Report = silent) -> int:
        """Lay a bundle for every unit below whose address is known into the outbox; see post_up."""
        account, above = self._needed(), self._exchange.superior()
        to = [
            (unit, address)
            for unit, address in self.receivers()
            if address and (above is None or unit.id != above.id)
        ]
        if not to:
            raise MailAddressMissing
        posted = 0
        for number, (unit, address) in enumerate(to):
            report(number, len(to))
            with self._exchange.once_done(), tempfile.TemporaryDirectory() as place:
                self._exchange.make_down(Path(place), only=unit.id, part_bytes=account.part_bytes)
                posted += self._post(Path(place), unit.id, address, account)
        return posted

    def is_due(self) -> bool:
        """Whether a letter waits whose time has come, and there is a mailbox to send it from."""
        waits = "SELECT 1 FROM mail_letters WHERE state IN ('queued', 'unsure') LIMIT 1"
        if not self._store.fact("mail_account") or not self._store.fetch(waits):
            return False
        return any(map(self._letters.is_due, self._letters.waiting()))

    def send(self, report: Report = silent, *, hurry: bool = False, password: str = "") -> MailSent:
        """Send the letters that are due, or all of them in a `hurry`; see Outbox.send.

        Raises MailNotSetUp, MailPasswordMissing or Cancelled.
        """
        from qtapp.services.mail_outbox import Outbox  # noqa: PLC0415 - see _letters

        account = self._needed()
        outbox = Outbox(self._letters, self._environment)
        sent = outbox.send(account, self._password(password), report, hurry=hurry)
        if sent.sent:
            self._store.set_fact("mail_sent", self._now())
        self._note(sent.problem)
        return sent

    def fetch(self, report: Report = silent, *, password: str = "") -> MailFetched:
        """Take in the bundles that have come; see Inbox.fetch.

        Raises MailNotSetUp, MailPasswordMissing, Cancelled or the MailError family.
        """
        from qtapp.services.mail_inbox import Inbox  # noqa: PLC0415 - see _letters

        account = self._needed()
        words = self._password(password)
        try:
            fetched = Inbox(self._store, self._exchange.receive).fetch(account, words, report)
        except MailError as error:
            self._note(error)
            raise
        self._store.set_fact("mail_fetched", self._now())
        self._note(None)
        return fetched

    def letters(self) -> list[LetterEntry]:
        """Return the letters that wait, oldest first, then those sent last."""
        return self._letters.entries()

    def drop(self, number: int) -> None:
        """Forget a letter that is not sent yet."""
        self._letters.drop(number)

    def status(self) -> MailStatus:
        """Return where e-mail stands."""
        from qtapp.services.mail_letters import read_problem  # noqa: PLC0415 - see _letters

        account = self.account()
        counts = dict(self._store.fetch("SELECT state, count(*) FROM mail_letters GROUP BY state"))
        return MailStatus(
            address=account.address if account else "",
            waiting=counts.get("queued", 0) + counts.get("unsure", 0),
            held=counts.get("held", 0),
            last_sent=_moment(self._store.fact("mail_sent")),
            last_fetched=_moment(self._store.fact("mail_fetched")),
            problem=read_problem(self._store.fact("mail_problem")),
        )

    def _post(self, folder: Path, unit: str, address: str, account: MailAccount) -> int:
        files = sorted(folder.iterdir(), key=lambda each: (len(each.name), each.name))
        self._letters.put(files, unit, address, account.address)
        return len(files)

    def _needed(self) -> MailAccount:
        account = self.account()
        if account is None:
            raise MailNotSetUp
        return account

    def _password(self, given: str) -> str:
        if given:
            return nfc(given)
        try:
            return self._environment.vault.get(self._vault_name())
        except VaultLocked as error:
            raise MailPasswordMissing from error

    def _vault_name(self) -> str:
        return f"{self._store.fact('book')} mail"

    def _note(self, problem: MailError | None) -> None:
        from qtapp.services.mail_letters import keep_problem  # noqa: PLC0415 - see _letters

        self._store.set_fact("mail_problem", keep_problem(problem) if problem else "")

    def _now(self) -> str:
        return self._environment.now().isoformat(timespec="seconds")


def _checked(account: MailAccount) -> MailAccount:
    """Return the account with its words as they are kept. Raises Invalid."""

    def server(given: MailServer, field: str) -> MailServer:
        return replace(given, host=checked_host(given.host, field))

    return replace(
        account,
        address=checked_address(account.address),
        user=nfc(account.user).strip(),
        smtp=server(account.smtp, "smtp_host"),
        imap=server(account.imap, "imap_host"),
    )


def _moment(kept: str) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
