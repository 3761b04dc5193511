"""Version vectors: for each writer session, the number of its last commit known without a gap.

A writer that is absent counts as 0. All functions are pure and return vectors without zeros.
"""

from collections.abc import Iterable, Mapping

Vector = Mapping[str, int]


def covers(mine: Vector, theirs: Vector) -> bool:
    """Whether `mine` holds everything that `theirs` holds."""
    return all(mine.get(writer, 0) >= seq for writer, seq in theirs.items())


def knows(mine: Vector, writer: str, seq: int) -> bool:
    """Whether `mine` holds this one commit."""
    return mine.get(writer, 0) >= seq


def merged(mine: Vector, theirs: Vector) -> dict[str, int]:
    """Return the least vector that covers both."""
    result = {writer: seq for writer, seq in mine.items() if seq > 0}
    for writer, seq in theirs.items():
        if seq > result.get(writer, 0):
            result[writer] = seq
    return result


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


def assigned(acked: Mapping[str, Vector], peer: str, vector: Vector) -> dict[str, Vector]:
    """Return the acknowledgements with the peer's latest word in place of its earlier one.

    Replaced even by less: a peer that was restored from a backup has truly lost what it once had.
    """
    return {**acked, peer: merged(vector, {})}


def advanced(own: Vector, base: Vector, vector: Vector) -> dict[str, int]:
    """Return the own vector after merging a bundle that holds everything from `base` to `vector`.

    Where the own vector does not cover the base there is a gap: the rows are merged all the same,
    but nothing may be claimed, so that the sender starts lower next time.
    """
    return merged(own, vector if covers(own, base) else {})
