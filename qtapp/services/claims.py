"""Claims: who wrote what a bundle brings, what they had seen, and what may be counted as held here."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from qtapp.bundle.seal import Opened
from qtapp.bundle.writers import Writer
from qtapp.store.changes import Changes, Context, KnownWriter


class Claims(Struct, frozen=True, kw_only=True):
    """What a bundle says of its writers, by their ids; `numbers` are theirs here."""

    opened: Opened
    contexts: list[Context]
    numbers: Mapping[str, int]

    def count(self, changes: Changes, own: str, *, is_less: bool) -> None:
        """Advance what is held, unless there is a gap before what the bundle brings.

        `is_less`: of the `own` unit's commits it may bring less than they wrote, so that nothing comes of
        it. What never leaves the unit is in another laptop's bundle alone.
        """
        manifest, writers = self.opened.manifest, self.opened.writers
        if not changes.holds(manifest.base):
            return
        vector = {each.id: each.seq for each in writers if not (is_less and each.unit == own)}
        changes.advance(vector, self.contexts)
        if manifest.kind == "peer" and not manifest.base:
            whole = {
                each.id: each.seq if each.whole is None else min(each.whole, each.seq)
                for each in writers
                if each.unit == own
            }
            changes.advance_whole(whole, self.contexts)


def learned(changes: Changes, opened: Opened) -> Claims:
    """Make the writers of a bundle known, with what they had seen; raises BundleOutOfScope."""
    ids = [writer.id for writer in opened.writers]
    contexts = [
        Context(
            writer=ids[each.writer],
            from_seq=each.seq,
            vector={ids[place]: seq for place, seq in each.seen},
            part=bool(each.part),
        )
        for each in opened.know
    ]
    numbers = changes.register(_known(each) for each in opened.writers)
    changes.learn(contexts, numbers)
    return Claims(opened=opened, contexts=contexts, numbers=numbers)


def wall(seconds: int) -> str:
    """Return a sender's clock as text; what no calendar holds becomes its last day."""
    return datetime.fromtimestamp(min(seconds, 1 << 33), tz=UTC).isoformat(timespec="seconds")


def _known(writer: Writer) -> KnownWriter:
    return KnownWriter(
        n=0,
        id=writer.id,
        unit=writer.unit,
        device=writer.device,
        app=writer.app,
        opened=wall(writer.opened),
        clock_ok=writer.clock_ok,
        seq=0,
    )
