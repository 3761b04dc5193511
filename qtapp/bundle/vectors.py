"""Version vectors: for each writer session, the number of its last commit known without a gap.

A writer that is absent counts as 0.
"""

from collections.abc import Iterable, Mapping

Vector = Mapping[str, int]


def minimum(vectors: Iterable[Vector]) -> dict[str, int]:
    """Return what all of the vectors hold; of no vectors at all, nothing."""
    result: dict[str, int] | None = None
    for each in vectors:
        if result is None:
            result = {writer: seq for writer, seq in each.items() if seq > 0}
            continue
        result = {
            writer: min(seq, each.get(writer, 0))
            for writer, seq in result.items()
            if each.get(writer, 0) > 0
        }
    return result or {}
