"""Scope: whose rows of which tables the sender of a bundle may bring (sync.md §4.4)."""

from collections.abc import Set as AbstractSet

from msgspec import Struct

from qtapp.bundle.seal import Opened
from qtapp.domain.errors import BundleOutOfScope
from qtapp.domain.record import Reach, Record


class Scope(Struct, frozen=True, kw_only=True):
    """What the sender may write here (sync.md §4.4)."""

    sender: str
    own: str
    from_above: bool
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

        From below come a unit's own rows that go up. From above come rows that go down, of the committee
        or of one above it but of none of the `others`, beside and below this unit, and a unit's own rows
        that it has lost. A peer brings everything.
        """
        if len(writers_of) != 1:
            raise BundleOutOfScope(record.table if record else "")
        owner = next(iter(writers_of))
        if owner in self.others:
            raise BundleOutOfScope(record.table if record else "")
        if self.is_peer or record is None:
            return owner
        if self.from_above and owner != self.own:
            may = Reach.DOWN in record.reach
        else:
            may = bool(record.reach & (Reach.UP | Reach.FORWARD))
        if not may:
            raise BundleOutOfScope(record.table)
        return owner
