"""Each rule of sync.md §5.6 broken again, to see that the machine notices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import pytest

from qtapp.bundle.seal import Opened
from qtapp.domain.members import Member
from qtapp.services import incoming
from qtapp.services.merging import Merging
from qtapp.services.outgoing import Outgoing
from qtapp.store.changes import Changes
from qtapp.store.ledger import Ledger
from qtapp.store.shape import shape_of
from qtapp.store.store import Store
from tests.proof.laptops import an_identity
from tests.proof.machine import Machine

Patch = pytest.MonkeyPatch


def one_identity_for_ever(patch: Patch) -> None:
    """A laptop keeps its id over starts, and with it a copy of its disk, old or new."""
    patch.setattr(Machine, "_run", lambda self: an_identity(1 + len(self.laptops) % 2))


def acknowledgements_only_grow(patch: Patch) -> None:
    """A receipt is merged with the earlier ones instead of taking their place."""
    real = incoming.keep_receipt

    def growing(store: Store, opened: Opened, received: str) -> None:
        device = opened.signer.serial
        sql = "SELECT vector FROM receipts WHERE device = ?"
        before = [msgspec.json.decode(row[0]) for row in store.fetch(sql, [device])]
        real(store, opened, received)
        told = [*before, dict(opened.manifest.vv)]
        most = {w: max(each.get(w, 0) for each in told) for each in told for w in each}
        store.write(
            "UPDATE receipts SET vector = ? WHERE device = ?",
            [msgspec.json.encode(most).decode(), device],
        )

    patch.setattr(incoming, "keep_receipt", growing)


def gaps_are_passed_over(patch: Patch) -> None:
    """A bundle that begins after what is held is counted as if nothing were missing before it."""
    patch.setattr(Changes, "holds", lambda _self, _heads: True)


def written_is_delivered(patch: Patch) -> None:
    """What was written into a bundle counts as confirmed."""
    real = Outgoing._confirmed

    def sent(self: Outgoing, way: Any, stated: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        real(self, way, stated)
        last = self._store.fetch(
            "SELECT vector FROM outbox WHERE peer = ? ORDER BY n DESC LIMIT 1", [way.peer]
        )
        told = msgspec.json.decode(last[0][0]) if last else {}
        found = {unit: self._changes.reached(unit, told) for unit in way.owners}
        return found if any(found.values()) else {}

    patch.setattr(Outgoing, "_confirmed", sent)


def losers_are_dropped(patch: Patch) -> None:
    """Only the winner of a conflict is kept."""
    patch.setattr(Merging, "_keep_loser", lambda *_: None)


def the_clock_decides(patch: Patch) -> None:
    """A version is the wall clock's time, whatever it overwrites."""
    real = Ledger.stamp

    def stamp(self: Ledger, overwritten: int) -> Any:
        _, number, seq = real(self, overwritten)
        return int(self._clock().timestamp() // 60) << 16, number, seq

    patch.setattr(Ledger, "stamp", stamp)


def rows_are_replaced(patch: Patch) -> None:
    """A row that arrives takes the place of the one that is here."""

    patch.setattr(Merging, "_joined", lambda _self, _table, _unit, _before, row, _given: row)


def one_copy_speaks_for_the_other(patch: Patch) -> None:
    """The newest receipt of a device counts alone, whichever copy of its disk gave it."""
    real = incoming.keep_receipt

    def alone(store: Store, opened: Opened, received: str) -> None:
        store.write("DELETE FROM receipts WHERE device = ?", [opened.signer.serial])
        real(store, opened, received)

    patch.setattr(incoming, "keep_receipt", alone)


def what_stays_goes_up(patch: Patch) -> None:
    """A register that never leaves its unit goes along with the others."""
    shape = shape_of(Member)
    patch.setattr(shape, "leaving", shape.columns)


BROKEN: dict[Callable[[Patch], None], int] = {
    one_identity_for_ever: 0,
    acknowledgements_only_grow: 40,
    gaps_are_passed_over: 115,
    written_is_delivered: 0,
    losers_are_dropped: 0,
    the_clock_decides: 0,
    rows_are_replaced: 0,
    one_copy_speaks_for_the_other: 0,
    what_stays_goes_up: 0,
}
"""Every broken rule, and the scenario to begin with: those before it are known to notice nothing."""
