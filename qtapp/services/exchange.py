"""Exchange: what goes up and down, what the other side has, what waits, what differs."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.conflicts import Conflict, ConflictState
from qtapp.domain.units import Unit
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.inbox import InboxEntry, InboxState, Received
from qtapp.services.units import Units
from qtapp.store.changes import Changes
from qtapp.store.shape import DELETED, shape_of
from qtapp.store.store import Store

if TYPE_CHECKING:
    from qtapp.bundle.invitation import Invitation
    from qtapp.services.identity import Identity
    from qtapp.services.incoming import Incoming
    from qtapp.services.outgoing import Outgoing


class UnitExchange(Struct, frozen=True, kw_only=True):
    """How a unit below stands: whether it has joined, when its newest bundle came."""

    unit: Unit
    invited: bool
    joined: bool
    last_received: datetime | None


class ExchangeStatus(Struct, frozen=True, kw_only=True):
    """Where sending and receiving stand. `unsent` counts commits nobody above has confirmed."""

    superior: Unit | None
    last_made: datetime | None
    last_confirmed: datetime | None
    unsent: int
    unmade: bool
    units: tuple[UnitExchange, ...]
    waiting: tuple[InboxEntry, ...]
    conflicts: int


class ConflictView(Struct, frozen=True, kw_only=True):
    """A conflict as a person compares it: field names with the raw values of both sides."""

    conflict: Conflict
    title: str
    subject: str
    kept: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]


class Exchange:
    """One method per thing the user can do about bundles."""

    def __init__(self, store: Store, environment: Environment, units: Units) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._changes = Changes(store)

    # The code of bundles is loaded when one is made or read: the first screen only asks for `status`.

    @cached_property
    def _identity(self) -> "Identity":
        from qtapp.services.identity import Identity  # noqa: PLC0415 - see above

        return Identity(self._store, self._environment)

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
        receipt = self._store.fetch("SELECT vector, received FROM receipts WHERE peer = ?", [above])
        vector = self._changes.vector([own])
        confirmed = msgspec.json.decode(receipt[0][0]) if receipt else {}
        carried = msgspec.json.decode(made[0][1]) if made else {}
        return ExchangeStatus(
            superior=self.superior(),
            last_made=datetime.fromisoformat(made[0][0]) if made else None,
            last_confirmed=datetime.fromisoformat(receipt[0][1]) if receipt else None,
            unsent=sum(max(0, seq - confirmed.get(w, 0)) for w, seq in vector.items()),
            unmade=bool(above) and any(seq > carried.get(w, 0) for w, seq in vector.items()),
            units=self._unit_exchanges() if self._units.is_committee() else (),
            waiting=tuple(
                each
                for each in self.inbox()
                if each.state in {InboxState.WAITING, InboxState.QUARANTINED}
            ),
            conflicts=len(self.conflicts()),
        )

    def _unit_exchanges(self) -> tuple[UnitExchange, ...]:
        joined = self._identity.joined_units()
        rows = self._store.fetch(
            "SELECT unit, max(received) FROM inbox WHERE state = 'merged' GROUP BY unit"
        )
        received = dict(rows)
        invited = self._identity.invited_units()
        return tuple(
            UnitExchange(
                unit=unit,
                invited=unit.id in invited,
                joined=unit.id in joined,
                last_received=(
                    datetime.fromisoformat(received[unit.id]) if unit.id in received else None
                ),
            )
            for unit in self._units.subordinates()
        )

    def invite(self, unit_id: str, path: Path) -> str:
        """Write an invitation for a unit below and return its code; see Identity.invite."""
        return self._identity.invite(self._units.get(unit_id), path)

    def join(self, path: Path, code: str) -> Unit:
        """Accept an invitation in a book that has joined nobody yet.

        Raises InvitationWrongCode, InvitationNotForHere, FileUnreadable or the BundleError family.
        """
        from qtapp.services.identity import read_invitation  # noqa: PLC0415 - see above

        return self.join_with(read_invitation(path, code))

    def join_with(self, invitation: "Invitation") -> Unit:
        """Accept an invitation that is open already."""
        return self._identity.join(invitation)

    def revoke(self, unit_id: str) -> None:
        """Accept nothing more from a unit's present computers; invite it anew afterwards."""
        self._identity.revoke(unit_id)

    def make_up(self, folder: Path, report: Report = silent) -> Path:
        """Write the bundle for the committee above; raises NotJoined, FolderReadOnly, DiskFull."""
        return self._outgoing.make_up(folder, report)

    def make_down(self, folder: Path, report: Report = silent) -> list[Path]:
        """Write a bundle for every unit that was invited; raises FolderReadOnly or DiskFull."""
        return self._outgoing.make_down(folder, report)

    def receive(self, path: Path, report: Report = silent) -> list[Received]:
        """Take in a bundle file or every bundle in a folder; see Incoming.receive."""
        return self._incoming.receive(path, report)

    @staticmethod
    def inspect(path: Path) -> dict[str, object]:
        """Return what a bundle file says of itself without any key; raises the BundleError family."""
        from qtapp.bundle import part  # noqa: PLC0415 - see above

        header = part.read_part(path).header
        return msgspec.to_builtins(header)  # type: ignore[no-any-return]

    def inbox(self) -> list[InboxEntry]:
        """Return every file that came in, newest first."""
        names = {unit.id: unit.name for unit in self._store.units.where()}
        rows = self._store.fetch(
            "SELECT name, state, reason, unit, received FROM inbox ORDER BY received DESC, sha256"
        )
        return [
            InboxEntry(
                name=row[0],
                state=InboxState(row[1]),
                reason=row[2],
                unit=names.get(row[3], ""),
                received=datetime.fromisoformat(row[4]),
            )
            for row in rows
        ]

    def conflicts(self) -> list[ConflictView]:
        """Return the own unit's conflicts that still stand and nobody has looked at."""
        self._changes = Changes(self._store)
        views = [self._view(each) for each in self._store.conflicts.own()]
        return [view for view in views if view is not None]

    def settle(self, conflict_id: str, *, take_lost: bool) -> None:
        """Keep what stands, or take the value that lost; raises NotFound."""
        conflict = self._store.conflicts.get(conflict_id)
        with self._store.transaction():
            if take_lost:
                self._take(conflict)
            self._store.conflicts.put(replace(conflict, state=ConflictState.SETTLED))

    def _take(self, conflict: Conflict) -> None:
        table: Any = self._store.table(BY_TABLE[conflict.subject_table])
        values = msgspec.json.decode(conflict.value, type=dict[str, Any])
        if conflict.register == DELETED:
            change = table.remove if values[DELETED] else table.restore
            change(conflict.subject)
            return
        record = table.get(conflict.subject)
        row = dict(zip(table.shape.columns, table.shape.to_row(record), strict=True))
        row.update(values)
        taken = table.shape.from_rows([record.unit], [record.id], [tuple(row.values())])
        table.put(taken[0])

    def _view(self, conflict: Conflict) -> ConflictView | None:
        if conflict.state is not ConflictState.OPEN or not self._stands(conflict):
            return None
        record_type = BY_TABLE[conflict.subject_table]
        shape = shape_of(record_type)
        number = self._store.unit_number(conflict.unit)
        subject = self._store.table(record_type).raw(number, [conflict.subject])[conflict.subject]
        now = dict(zip(shape.columns, subject.values, strict=True)) | {DELETED: subject.deleted}
        lost = msgspec.json.decode(conflict.value, type=dict[str, Any])
        return ConflictView(
            conflict=conflict,
            title=record_type.title,
            subject=self._subject_name(now),
            kept=tuple((name, _text(now[name])) for name in lost),
            lost=tuple((name, _text(value)) for name, value in lost.items()),
        )

    def _stands(self, conflict: Conflict) -> bool:
        """Whether nobody has since written over the register knowing the value that lost."""
        record_type = BY_TABLE[conflict.subject_table]
        number = self._store.unit_number(conflict.unit)
        found = self._store.table(record_type).raw(number, [conflict.subject])
        mine = self._store.conflicts.raw(number, [conflict.id])[conflict.id]
        if conflict.subject not in found:
            return False
        row = found[conflict.subject]
        _, winner, winner_seq = row.fields.get(conflict.register, row.version)
        _, loser, loser_seq = mine.version
        ids = dict(self._store.fetch("SELECT n, id FROM writers"))
        return winner != loser and not self._changes.knew(
            ids[winner], winner_seq, ids[loser], loser_seq
        )

    def _subject_name(self, values: dict[str, Any]) -> str:
        for name in ("full_name", "name", "content", "number"):
            if values.get(name):
                return str(values[name])
        member = self._store.members.find(str(values.get("member", "")))
        return member.full_name if member else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)
