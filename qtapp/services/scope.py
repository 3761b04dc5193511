"""Scope: whose rows of which tables the sender of a bundle may bring (sync.md §4.4)."""

from collections.abc import Set as AbstractSet

from msgspec import Struct

from qtapp.bundle.seal import Opened
from qtapp.domain.errors import BundleOutOfScope
from qtapp.domain.record import Reach, Record


class Scope(Struct, frozen=True, kw_only=True):
    """What the sender may write here (sync.md §4.4); `is_committee` as this book knows it."""

    sender: str
    own: str
    from_above: bool
    is_committee: bool
    others: AbstractSet[str]
    opened: Opened

    @property
    def is_peer(self) -> bool:
        """Whether another laptop of the own unit sends what its book holds, whoever wrote it."""
        return self.opened.manifest.kind == "peer" and self.sender == self.own

    def check_writers(self) -> None:
        """Raise BundleOutOfScope if a writer belongs to a unit the sender does not speak for.

        The committee above may hand on what those above it sent down, and return what is the unit's own.
        """
        if self.is_peer or self.from_above:
            return
        for writer in self.opened.writers:
            if writer.unit != self.sender:
                raise BundleOutOfScope("writers")

    def owner(self, record: type[Record] | None, writers_of: set[str]) -> str:
        """Return whose rows a section holds; raises BundleOutOfScope if they may not come this way.

        From below come a unit's own rows: a cell's that go up, of a committee only what names no member. From
        above come rows that go down, of the committee or of one above it but of none of the `others`, beside
        and below this unit, and a unit's own rows that it has lost. A peer brings everything.
        """
        if len(writers_of) != 1:
            raise BundleOutOfScope(record.table if record else "")
        owner = next(iter(writers_of))
        if owner in self.others:
            raise BundleOutOfScope(record.table if record else "")
        if self.is_peer or record is None:
            return owner
        if not record.reach & self._ways(owner):
            raise BundleOutOfScope(record.table)
        return owner

    def _ways(self, owner: str) -> Reach:
        """Return the reach of which a table must have some, for rows of `owner` to come from the sender."""
        if self.from_above:
            return Reach.UP | Reach.FORWARD if owner == self.own else Reach.DOWN
        return Reach.FORWARD if self.is_committee else Reach.UP
