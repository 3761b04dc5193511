"""Parts that wait for each other: known by the inbox, read from the disk only when all are there."""

from collections.abc import Iterator, Mapping

from qtapp.bundle import limits, part
from qtapp.domain.errors import AppError, BundleDamaged, BundleIncomplete, BundleTooLarge
from qtapp.services.environment import Environment
from qtapp.services.inbox import Inbox, InboxState, Piece

_NOT_MERGED = (
    InboxState.WAITING,
    InboxState.HELD,
    InboxState.QUARANTINED,
    InboxState.REFUSED,
)


def piece_of(header: part.Header) -> Piece:
    """Return what the inbox keeps of a part's header."""
    return Piece(
        bundle=header.id,
        part=header.part,
        parts=header.parts,
        size=header.length,
        sealed=header.sha256,
        total=header.total,
    )


class Waiting:
    """Finds the other parts of a bundle; anybody can make parts, so what is waited for is bounded."""

    def __init__(self, inbox: Inbox, environment: Environment) -> None:
        self._inbox = inbox
        self._environment = environment

    def others(self, digest: str, piece: Piece, *, is_asked_for: bool) -> Mapping[int, str]:
        """Return the hashes of the files that hold the other parts, by number; `digest` is this part's.

        Those that wait, or, if a person has asked for it, those that were set aside too. Of two files
        that claim one number the later one counts. Raises BundleIncomplete, BundleTooLarge ("waiting")
        and BundleDamaged ("parts differ") for more bytes than the bundle is said to have.
        """
        if piece.parts == 1:
            return {}
        states = _NOT_MERGED if is_asked_for else (InboxState.WAITING,)
        found: dict[int, str] = {}
        held = piece.size
        for number, other, size in self._inbox.others(digest, piece, states):
            if number != piece.part and number not in found:
                found[number] = other
                held += size
            elif not is_asked_for:
                self._displace(other)
        if held > piece.total:
            raise BundleDamaged(at="parts differ")
        wanted = set(range(1, piece.parts + 1)) - {piece.part}
        if missing := sorted(wanted - found.keys()):
            if not found:
                self._check_room(digest, piece)
            raise BundleIncomplete(missing=tuple(missing), total=piece.parts)
        return found

    def put_together(self, mine: part.Part, others: Mapping[int, str]) -> bytes:
        """Return the sealed bundle, one part after the other; raises what `part.put_together` raises.

        Raises BundleIncomplete where a kept copy is gone or spoilt: that part has not come yet.
        """
        return part.put_together(self._in_order(mine, others))

    def _in_order(self, mine: part.Part, others: Mapping[int, str]) -> Iterator[part.Part]:
        for number in range(1, mine.header.parts + 1):
            if number == mine.header.part:
                yield mine
                continue
            try:
                yield part.read_part(self._inbox.kept(others[number]))
            except AppError as error:
                raise BundleIncomplete(missing=(number,), total=mine.header.parts) from error

    def _displace(self, digest: str) -> None:
        """Set a waiting file aside: another one has come that claims to be the same part."""
        self._inbox.note(
            digest,
            digest,
            InboxState.QUARANTINED,
            self._environment.now(),
            piece=self._inbox.piece(digest),
            reason=BundleDamaged(at="parts differ"),
            is_whole=False,
        )

    def _check_room(self, digest: str, piece: Piece) -> None:
        known = self._inbox.known(digest)
        if known and known[0] is InboxState.WAITING:
            return
        bundles, size = self._inbox.awaited()
        if bundles >= limits.WAITING_BUNDLES or size + piece.total > limits.WAITING_BYTES:
            raise BundleTooLarge(limit="waiting")
