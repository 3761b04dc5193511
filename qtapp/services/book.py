"""The open book: made, unlocked, locked, copied."""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.errors import Invalid, KeysMissing, VaultLocked, WrongEnding
from qtapp.domain.reasons import Reason
from qtapp.domain.recovery import RANDOM_BYTES, read_recovery_code, recovery_code
from qtapp.domain.sticks import Stick
from qtapp.domain.units import Profile, Unit, UnitKind
from qtapp.domain.vietnamese import nfc
from qtapp.paths import BOOK, make_folder
from qtapp.services.environment import Environment
from qtapp.services.home import BACKED_UP
from qtapp.services.shelf import Shelf
from qtapp.services.units import first_profile
from qtapp.store import keys
from qtapp.store.files import remove_book
from qtapp.store.ledger import Writer
from qtapp.store.store import Store, create_store, open_store

if TYPE_CHECKING:
    from qtapp.services.updating import Updating

SHORTEST_PASSPHRASE = 8
_UNKEPT_CODE = "recovery_unkept"


class BookInfo(Struct, frozen=True, kw_only=True):
    """What a book says about itself."""

    path: str
    book: str
    unit: str
    name: str
    kind: UnitKind
    superior: str
    members: int
    waves: int
    remembered: bool
    opened: datetime
    backed_up: datetime | None


class Book(Shelf):
    """Everything the user can do with one open book. Belongs to one thread."""

    def __init__(self, store: Store, key: bytes, environment: Environment) -> None:
        super().__init__(store, environment)
        self._key = key

    @cached_property
    def updating(self) -> "Updating":
        """Newer versions of the app, on a stick or in the library."""
        from qtapp.services.updating import Updating  # noqa: PLC0415 - asked for seldom

        return Updating(self._environment, self.back_up, self.path, self.documents)

    @contextmanager
    def elsewhere(self) -> Iterator["Book"]:
        """Yield this book over a connection of its own, for a job in another thread."""
        store = open_store(self.path, self._key, _writer(self._environment), self._environment.now)
        try:
            yield Book(store, self._key, self._environment)
        finally:
            store.close()

    def info(self) -> BookInfo:
        """Return what the book says about itself."""
        own = self.units.own()
        above = self.exchange.superior()
        return BookInfo(
            path=str(self.path),
            book=self._store.fact("book"),
            unit=own.id,
            name=own.name,
            kind=own.kind,
            superior=above.name if above else "",
            members=self._store.members.count(own.id),
            waves=len(self.waves.all()),
            remembered=self.is_remembered(),
            opened=self._environment.now(),
            backed_up=self.home.backed_up(),
        )

    def verify(self) -> None:
        """Read the whole book; raises StoreDamaged if it does not hold together."""
        self._store.verify()

    def back_up(self, folder: Path) -> Path:
        """Copy the book and its keys into `folder`, made if need be, and return the copy.

        The copy is read through before it gets its name, `<name> <yyyy-mm-dd hhmm>.scb`; it opens as
        any book does. The book notes the day. Raises KeysMissing, StoreExists, StoreDamaged,
        FolderReadOnly or DiskFull.
        """
        keys.read_slots(self.path)  # without them the copy could never be opened
        moment = f"{self._environment.now().astimezone():%Y-%m-%d %H%M}"
        copy = make_folder(folder) / f"{self.path.stem} {moment}.scb"
        self._store.copy_to(copy, self._key)
        self._store.set_fact(BACKED_UP, self._environment.now().isoformat())
        return copy

    def sticks(self) -> Sequence[Stick]:
        """Return the sticks that are plugged in; asked every few seconds."""
        return self._environment.sticks()

    def today(self) -> date:
        """Return the local calendar date, for pages that count days."""
        return self._environment.today()

    def change_passphrase(self, old: str, passphrase: str) -> None:
        """Set another passphrase for somebody who knows the present one; the other ways stay.

        Raises WrongPassphrase, or Invalid if the new one is short.
        """
        slot = keys.read_slots(self.path).of("passphrase")
        if slot is None:
            raise KeysMissing(str(keys.key_file(self.path)), damaged=True)
        keys.unwrap(slot, nfc(old).encode())
        self.renew_passphrase(passphrase)

    def renew_passphrase(self, passphrase: str) -> None:
        """Set another passphrase after the recovery code opened the book; raises Invalid if it is short."""
        slots = keys.read_slots(self.path)
        slot = keys.wrap(
            "passphrase",
            self._key,
            _passphrase(passphrase),
            self._environment.cost,
            self._environment.random,
        )
        keys.write_slots(self.path, slots.with_slot(slot))

    def renew_recovery_code(self) -> str:
        """Make a new recovery code, so that the printed one is void, and return it."""
        code = recovery_code(self._environment.random(RANDOM_BYTES))
        slot = keys.wrap(
            "recovery",
            self._key,
            code.encode("ascii"),
            self._environment.cost,
            self._environment.random,
        )
        keys.write_slots(self.path, keys.read_slots(self.path).with_slot(slot))
        return code

    def note_recovery(self, *, kept: bool) -> None:
        """Note whether the code is put away: a window that was closed too early says so the next time."""
        self._store.set_fact(_UNKEPT_CODE, "" if kept else "1")

    def is_recovery_kept(self) -> bool:
        """Whether nobody left the page with the recovery code before the code was put away."""
        return not self._store.fact(_UNKEPT_CODE)

    def found(self, names: Sequence[str]) -> None:
        """Keep a member for each name, in the book of a committee a cell; all of them or none.

        Raises Invalid with the name that is not acceptable.
        """
        add = self.units.add if self.units.is_committee() else self.members.add
        with self._store.transaction():
            for name in names:
                try:
                    add(name)
                except Invalid as error:
                    raise Invalid("names", error.reason, name) from error

    def remember(self) -> None:
        """Let this login of this computer open the book; raises VaultLocked if it has no keyring."""
        secret = self._environment.random(32)
        slots = keys.read_slots(self.path)
        self._environment.vault.put(slots.book, base64.b64encode(secret).decode("ascii"))
        slot = keys.wrap(
            "keyring", self._key, secret, self._environment.cost, self._environment.random
        )
        keys.write_slots(self.path, slots.with_slot(slot))

    def forget(self) -> None:
        """Take back `remember`."""
        slots = keys.read_slots(self.path)
        keys.write_slots(self.path, slots.without("keyring"))
        with suppress(VaultLocked):
            self._environment.vault.forget(slots.book)

    def is_remembered(self) -> bool:
        """Whether this book has a slot for a keyring."""
        try:
            return keys.read_slots(self.path).of("keyring") is not None
        except KeysMissing:
            return False

    def close(self) -> None:
        """Close the book."""
        self._store.close()


def create_book(
    path: Path,
    passphrase: str,
    name: str,
    kind: UnitKind,
    environment: Environment,
    *,
    profile: Profile | None = None,
) -> tuple[Book, str]:
    """Make a book for a unit and return it open, with its recovery code.

    Raises Invalid (empty name, short passphrase), WrongEnding (it is a `.scb`), StoreExists,
    FolderReadOnly or DiskFull; nothing is left behind then.
    """
    if path.suffix.casefold() != BOOK:
        raise WrongEnding(str(path), (BOOK,))
    if not name.strip():
        raise Invalid("name", Reason.EMPTY)
    words = _passphrase(passphrase)
    code = recovery_code(environment.random(RANDOM_BYTES))
    key = keys.new_key(environment.random)
    store = create_store(path, key, _writer(environment), environment.now)
    try:
        slots = keys.Slots(book=environment.new_id())
        for slot_kind, secret in (("passphrase", words), ("recovery", code.encode("ascii"))):
            slot = keys.wrap(slot_kind, key, secret, environment.cost, environment.random)  # type: ignore[arg-type]
            slots = slots.with_slot(slot)
        keys.write_slots(path, slots)
        _found(store, slots.book, nfc(name).strip(), kind, environment, profile)
    except BaseException:
        store.close()
        remove_book(path)
        raise
    return Book(store, key, environment), code


def open_book(
    path: Path, environment: Environment, *, passphrase: str = "", recovery: str = ""
) -> Book:
    """Open a book by passphrase, recovery code, or (neither given) the computer's keyring.

    Raises WrongPassphrase, WrongRecoveryCode, VaultLocked, KeysMissing or the StoreError family.
    """
    if not path.is_file():
        open_store(path, bytes(32), _writer(environment), environment.now)
    slots = keys.read_slots(path)
    key = _unlock(slots, environment, passphrase, recovery, path)
    store = open_store(path, key, _writer(environment), environment.now)
    return Book(store, key, environment)


def _unlock(
    slots: keys.Slots, environment: Environment, passphrase: str, recovery: str, path: Path
) -> bytes:
    if recovery:
        slot, secret = slots.of("recovery"), read_recovery_code(recovery).encode("ascii")
    elif passphrase:
        slot, secret = slots.of("passphrase"), nfc(passphrase).encode()
    else:
        slot = slots.of("keyring")
        if slot is None:
            raise VaultLocked
        secret = base64.b64decode(environment.vault.get(slots.book))
    if slot is None:
        raise KeysMissing(str(keys.key_file(path)), damaged=True)
    return keys.unwrap(slot, secret)


def _found(
    store: Store,
    book: str,
    name: str,
    kind: UnitKind,
    environment: Environment,
    profile: Profile | None,
) -> None:
    unit_id = environment.new_id()
    with store.transaction(), store.unnoted():
        store.set_fact("book", book)
        store.set_fact("unit", unit_id)
        unit = Unit(
            id=unit_id,
            unit=unit_id,
            name=name,
            kind=kind,
            level=kind.label,
            symbol="CB" if kind is UnitKind.CELL else "ĐU",
        )
        store.units.put(unit)
        own = profile or first_profile(unit)
        store.profiles.put(replace(own, id=Profile.identity.of(unit=unit_id), unit=unit_id))


def _passphrase(words: str) -> bytes:
    clean = nfc(words)
    if len(clean) < SHORTEST_PASSPHRASE:
        raise Invalid("passphrase", Reason.TOO_SHORT)
    return clean.encode()


def _writer(environment: Environment) -> Writer:
    return Writer(id=environment.writer, app=environment.app)


def accept_invitation(
    path: Path,
    code: str,
    book_path: Path,
    passphrase: str,
    environment: Environment,
    *,
    place: str = "",
) -> tuple[Book, str]:
    """Make the book of an invited unit and return it open, with its recovery code.

    `place` is where its papers are dated, unless the unit has said so before.
    Bundles that lie beside the letter are taken in at once: what the unit's other laptop holds, or what
    the committee returns to a laptop that replaces another. Raises InvitationWrongCode, FileUnreadable,
    the BundleError family, or what `create_book` raises.
    """
    from qtapp.services.joining import invited_unit, read_invitation  # noqa: PLC0415 - as in Book

    invitation = read_invitation(path, code)
    unit = invited_unit(invitation)
    book, recovery = create_book(book_path, passphrase, unit.name, unit.kind, environment)
    try:
        book.exchange.join_with(invitation, is_new_book=True)
        book.units.begin_at(place)
        book.exchange.receive(path.parent)
    except BaseException:
        book.close()
        remove_book(book_path)
        raise
    return book, recovery
