"""Exchange: what goes up and down, what the other side has, what waits, what differs."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from qtapp.bundle.limits import DEFAULT_PART_BYTES
from qtapp.domain.errors import NotInvited, ThisLaptop
from qtapp.domain.record import Reach
from qtapp.domain.units import Unit
from qtapp.paths import make_folder
from qtapp.services.devices import Devices, DeviceView
from qtapp.services.differences import ConflictView, Differences
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.inbox import Inbox, InboxEntry, InboxState, Received
from qtapp.services.reports import Reports
from qtapp.services.standing import lacks_what_goes_up
from qtapp.services.units import Units
from qtapp.services.waves import Waves
from qtapp.store.changes import Changes
from qtapp.store.store import Store

if TYPE_CHECKING:
    from qtapp.bundle.invitation import Invitation
    from qtapp.services.forwarding import Forwarding
    from qtapp.services.identity import Identity
    from qtapp.services.incoming import Incoming
    from qtapp.services.joining import Joining
    from qtapp.services.moving import Moving
    from qtapp.services.outgoing import Outgoing


LATE_DAYS = 30
"""A unit that has joined sends at least once a month: cells meet monthly."""


class UnitExchange(Struct, frozen=True, kw_only=True):
    """How a unit below stands: whether it has joined, when its newest bundle came.

    `is_late`: it has joined, and nothing of it came in the last LATE_DAYS days.
    """

    unit: Unit
    invited: bool
    joined: bool
    last_received: datetime | None
    is_late: bool = False


class ExchangeStatus(Struct, frozen=True, kw_only=True):
    """Where sending and receiving stand. `unsent` counts commits nobody above has confirmed.

    `shared`: another laptop of the unit has written in this book; what that one sent, only it knows.
    """

    superior: Unit | None
    last_made: datetime | None
    last_confirmed: datetime | None
    unsent: int
    unmade: bool
    units: tuple[UnitExchange, ...]
    waiting: tuple[InboxEntry, ...]
    conflicts: int
    shared: bool = False


class Exchange:
    """One method per thing the user can do about bundles."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        *,
        units: Units,
        waves: Waves,
        reports: Reports,
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._waves = waves
        self._reports = reports
        self._devices = Devices(store, environment)
        self._differences = Differences(store)
        self._changes = Changes(store)
        self._inbox = Inbox(store)

    # The code of bundles is loaded when one is made or read: the first screen only asks for `status`.

    @cached_property
    def _identity(self) -> "Identity":
        from qtapp.services.identity import Identity  # noqa: PLC0415 - see above

        return Identity(self._store, self._environment)

    @cached_property
    def _joining(self) -> "Joining":
        from qtapp.services.joining import Joining  # noqa: PLC0415 - see above

        return Joining(self._store, self._environment, self._identity)

    @cached_property
    def _moving(self) -> "Moving":
        from qtapp.services.moving import Moving  # noqa: PLC0415 - see above

        return Moving(self._store, self._environment, self._units)

    @cached_property
    def _forwarding(self) -> "Forwarding":
        from qtapp.services.forwarding import Forwarding  # noqa: PLC0415 - see above

        return Forwarding(self._store, self._units, self._waves, self._reports)

    @cached_property
    def _outgoing(self) -> "Outgoing":
        from qtapp.services.outgoing import Outgoing  # noqa: PLC0415 - see above

        return Outgoing(self._store, self._environment, self._identity)

    @cached_property
    def _incoming(self) -> "Incoming":
        from qtapp.services.incoming import Incoming  # noqa: PLC0415 - see above

        return Incoming(self._store, self._environment, self._identity)

    def superior(self) -> Unit | None:
        """Return the committee this book has joined, or None."""
        above = self._store.fact("superior")
        return self._store.units.find(above) if above else None

    def status(self) -> ExchangeStatus:
        """Return where sending and receiving stand."""
        own = self._store.unit
        above = self._store.fact("superior")
        made = self._store.fetch(
            "SELECT made, vector FROM outbox WHERE peer = ? ORDER BY n DESC LIMIT 1",
            [above],
        )
        receipts = self._store.fetch(
            "SELECT vector, received, device FROM receipts WHERE peer = ? ORDER BY received DESC",
            [above],
        )
        receipt = [row for row in receipts if not self._devices.is_revoked(above, row[2])]
        self._changes.forget()
        vector = self._changes.vector([own])
        heads = msgspec.json.decode(receipt[0][0]) if receipt else {}
        confirmed = self._changes.reached(own, heads)
        carried = self._changes.reached(own, msgspec.json.decode(made[0][1]) if made else {})
        # A letter for another laptop and a telephone number are commits, and none of the committee's concern.
        is_committee = self._units.is_committee()
        reach = Reach.FORWARD if is_committee else Reach.UP
        lacks = partial(lacks_what_goes_up, self._store, self._changes, reach=reach)
        unsent = sum(max(0, seq - confirmed.get(w, 0)) for w, seq in vector.items())
        return ExchangeStatus(
            superior=self.superior(),
            last_made=datetime.fromisoformat(made[0][0]) if made else None,
            last_confirmed=datetime.fromisoformat(receipt[0][1]) if receipt else None,
            unsent=unsent if unsent and lacks(confirmed) else 0,
            unmade=bool(above) and lacks(carried),
            units=self._unit_exchanges() if is_committee else (),
            waiting=tuple(
                self._inbox.entries((InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED))
            ),
            conflicts=len(self.conflicts()),
            shared=len({each.device for each in self._changes.writers([own]) if each.seq}) > 1,
        )

    def _unit_exchanges(self) -> tuple[UnitExchange, ...]:
        joined = self._devices.joined_units()
        rows = self._store.fetch(
            "SELECT unit, max(received) FROM inbox WHERE state = 'merged' GROUP BY unit"
        )
        received = dict(rows)
        invited = self._devices.invited_units()
        late = self._environment.now() - timedelta(days=LATE_DAYS)
        found = []
        for unit in self._units.subordinates():
            heard = received.get(unit.id)
            last = datetime.fromisoformat(heard) if heard else None
            found.append(
                UnitExchange(
                    unit=unit,
                    invited=unit.id in invited,
                    joined=unit.id in joined,
                    last_received=last,
                    is_late=unit.id in joined and (last is None or last < late),
                )
            )
        return tuple(found)

    def invite(self, unit_id: str, path: Path) -> str:
        """Write an invitation for a unit below and return its code; see Identity.invite."""
        return self._identity.invite(self._units.get(unit_id), path)

    def invite_laptop(self, folder: Path, report: Report = silent) -> tuple[Path, str]:
        """Write what another laptop of this unit needs: a letter, and beside it all the book holds.

        Returns the letter and the code that opens it. Raises TooManyLaptops, FolderReadOnly or DiskFull.
        """
        name = self._units.own().name.replace("/", "-")
        letter = folder / f"Máy thứ hai - {name}.cbmoi"
        code = self._identity.invite_laptop(letter)
        self._outgoing.make_peer(folder, report)
        return letter, code

    def join(self, path: Path, code: str) -> Unit:
        """Accept an invitation in a book that exists already; see Joining.join.

        Raises InvitationWrongCode, InvitationNotForHere, FileUnreadable or the BundleError family.
        """
        from qtapp.services.joining import read_invitation  # noqa: PLC0415 - see above

        return self.join_with(read_invitation(path, code))

    def join_with(self, invitation: "Invitation", *, is_new_book: bool = False) -> Unit:
        """Accept an invitation that is open already."""
        return self._joining.join(invitation, is_new_book=is_new_book)

    def devices(self, unit_id: str) -> tuple[DeviceView, ...]:
        """Return the laptops of the own unit or of one below, and the letters nobody has used."""
        return self._devices.of(unit_id)

    def has_other_laptop(self) -> bool:
        """Whether the unit has another laptop to send to, or has invited one."""
        return any(
            not each.is_this and not each.revoked for each in self._devices.of(self._store.unit)
        )

    def revoke(self, unit_id: str, serials: Sequence[str]) -> None:
        """Accept nothing more from these laptops and letters of a unit; raises ThisLaptop."""
        if any(each.is_this and each.serial in serials for each in self.devices(unit_id)):
            raise ThisLaptop
        self._devices.revoke(unit_id, serials)

    def introduce(self, unit_id: str, path: Path) -> str:
        """Write a unit's introduction to another committee and return its code; see Moving."""
        return self._moving.introduce(unit_id, path)

    def let_go(self, unit_id: str) -> None:
        """End a unit that has moved away in this committee's list."""
        self._moving.let_go(unit_id)

    def take_over(self, path: Path, code: str) -> list[Unit]:
        """Add the units of an introduction to the list and return them; see Moving.take_over."""
        return self._moving.take_over(path, code)

    def once_done(self) -> AbstractContextManager[None]:
        """Return a block that must end well for the bundles made in it to count as made."""
        return self._store.transaction()

    def make_up(
        self,
        folder: Path,
        report: Report = silent,
        *,
        whole: bool = False,
        part_bytes: int = DEFAULT_PART_BYTES,
    ) -> Path:
        """Write the bundle for the committee above, return its first part; see Outgoing.make_up."""
        make_folder(folder)
        if self._units.is_committee():
            self._forwarding.refresh()
        return self._outgoing.make_up(folder, report, whole=whole, part_bytes=part_bytes)

    def make_peer(self, folder: Path, report: Report = silent) -> Path:
        """Write the bundle for the unit's other laptops; raises NoOtherLaptop, FolderReadOnly, DiskFull."""
        make_folder(folder)
        return self._outgoing.make_peer(folder, report)

    def make_down(
        self,
        folder: Path,
        report: Report = silent,
        *,
        only: str = "",
        whole: bool = False,
        part_bytes: int = DEFAULT_PART_BYTES,
    ) -> list[Path]:
        """Write a bundle for every unit that was invited, or one; see Outgoing.make_down.

        Raises NotInvited for one that nobody can read for.
        """
        if only and not self._devices.readers_of(only):
            raise NotInvited(self._units.get(only).name)
        make_folder(folder)
        return self._outgoing.make_down(
            folder, report, only=only, whole=whole, part_bytes=part_bytes
        )

    def receive(self, path: Path, report: Report = silent) -> list[Received]:
        """Take in a bundle file or every bundle in a folder; see Incoming.receive."""
        return self._incoming.receive(path, report)

    def take(self, name: str, data: bytes) -> Received:
        """Take in a bundle from its bytes; see Incoming.take."""
        return self._incoming.take(name, data)

    @staticmethod
    def inspect(path: Path) -> dict[str, object]:
        """Return what a bundle file says of itself without any key; raises the BundleError family."""
        from qtapp.bundle import part  # noqa: PLC0415 - see above

        header = part.read_part(path).header
        return msgspec.to_builtins(header)  # type: ignore[no-any-return]

    def inbox(self) -> list[InboxEntry]:
        """Return every file that came in, newest first."""
        return self._inbox.entries()

    def release(self, entry_id: str) -> list[Received]:
        """Take in a file that was held or refused; see Incoming.release."""
        return self._incoming.release(entry_id)

    def retry(self, entry_id: str) -> Received:
        """Try a file that was set aside or waits once more; see Incoming.retry."""
        return self._incoming.retry(entry_id)

    def refuse(self, entry_id: str) -> None:
        """Leave a held file out for good, its copy kept; raises NotFound."""
        self._incoming.refuse(entry_id)

    def conflicts(self) -> list[ConflictView]:
        """Return the own unit's conflicts that still stand and nobody has looked at."""
        return self._differences.open()

    def settle(self, conflict_id: str, *, take_lost: bool) -> None:
        """Keep what stands, or take the value that lost; raises NotFound."""
        self._differences.settle(conflict_id, take_lost=take_lost)
