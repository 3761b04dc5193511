"""The inbox: how bundle files end, in words that need no bundle code to be read."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.domain import errors
from qtapp.domain.codes import Code
from qtapp.domain.errors import AppError
from qtapp.paths import replace_files
from qtapp.store.store import Store


class InboxState(Code):
    """How a bundle file ended."""

    MERGED = "merged", "đã nhập"
    DUPLICATE = "duplicate", "đã có từ trước"
    WAITING = "waiting", "chờ đủ phần"
    HELD = "held", "giữ lại, chờ quyết định"
    REFUSED = "refused", "đã từ chối, không nhập"
    QUARANTINED = "quarantined", "để riêng, chưa nhập"


_STATES = {state.value: state for state in InboxState}


class Received(Struct, frozen=True, kw_only=True):
    """What became of one file.

    `own` counts the unit's own rows that a bundle from above has changed: as it had written them on another
    disk, if the committee's program is honest.
    """

    name: str
    state: InboxState
    reason: AppError | None = None
    unit: str = ""
    rows: int = 0
    conflicts: int = 0
    own: int = 0


class InboxEntry(Struct, frozen=True, kw_only=True):
    """One file that came in; `reason` is the name of the failure, empty if there was none.

    `id` is the SHA-256 of the file, `failure` the reason with its facts, for `wording` to say.
    """

    id: str
    name: str
    state: InboxState
    reason: str
    failure: AppError | None
    unit: str
    received: datetime


class Piece(Struct, frozen=True, kw_only=True):
    """Which part of which bundle a file says to be; blank of one that cannot be read.

    `sealed` and `total` are hash and bytes of the whole sealed bundle, `size` those of this part of it.
    """

    bundle: str = ""
    part: int = 1
    parts: int = 1
    size: int = 0
    sealed: str = ""
    total: int = 0


KEPT = 3
"""Of how many of a unit's newest merged bundles the raw files are kept."""


class Inbox:
    """The list of files that came in, and their raw copies beside the book."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def entries(self, states: Collection[InboxState] = tuple(InboxState)) -> list[InboxEntry]:
        """Return the files that ended so, newest first."""
        rows = self._store.fetch(
            "SELECT sha256, name, state, reason, facts, unit, received FROM inbox"
            " WHERE state IN (SELECT value FROM json_each(?)) ORDER BY received DESC, sha256",
            [msgspec.json.encode([state.value for state in states]).decode()],
        )
        names = {unit.id: unit.name for unit in self._store.units.where()} if rows else {}
        return [
            InboxEntry(
                id=row[0],
                name=row[1],
                state=InboxState(row[2]),
                reason=row[3],
                failure=_failure(row[3], row[4]),
                unit=names.get(row[5], ""),
                received=datetime.fromisoformat(row[6]),
            )
            for row in rows
        ]

    def known(self, digest: str) -> tuple[InboxState, str] | None:
        """Return how a file (its hash) has ended and the id of the unit it came from, if it came before."""
        rows = self._store.fetch("SELECT state, unit FROM inbox WHERE sha256 = ?", [digest])
        return (InboxState(rows[0][0]), rows[0][1]) if rows else None

    def settled(self, digests: Iterable[str]) -> dict[str, tuple[InboxState, str]]:
        """Return what `known` does of those files that need not be looked at again."""
        rows = self._store.fetch(
            "SELECT sha256, state, unit FROM (SELECT value AS wanted FROM json_each(?))"
            " CROSS JOIN inbox ON sha256 = wanted WHERE state IN ('merged', 'refused')",
            [msgspec.json.encode(list(digests)).decode()],
        )
        return {row[0]: (_STATES[row[1]], row[2]) for row in rows}

    def in_state(self, state: InboxState) -> list[tuple[str, str]]:
        """Return hash and name of the files that ended so."""
        rows = self._store.fetch(
            "SELECT sha256, name FROM inbox WHERE state = ? ORDER BY received, sha256",
            [state.value],
        )
        return [(row[0], row[1]) for row in rows]

    def piece(self, digest: str) -> Piece:
        """Return which part of which bundle a file that came before is."""
        sql = "SELECT bundle, part, parts, size, sealed, total FROM inbox WHERE sha256 = ?"
        rows = self._store.fetch(sql, [digest])
        return (
            Piece(**dict(zip(Piece.__struct_fields__, rows[0], strict=True))) if rows else Piece()
        )

    def others(
        self, digest: str, piece: Piece, states: Collection[InboxState]
    ) -> list[tuple[int, str, int]]:
        """Return part number, hash and size of the files that ended so and are of the same bundle.

        Newest first, and cut in the same way: a stranger's may bear the bundle's id, too.
        """
        rows = self._store.fetch(
            "SELECT part, sha256, size FROM inbox WHERE bundle = ? AND sealed = ? AND total = ?"
            " AND parts = ? AND sha256 <> ? AND state IN (SELECT value FROM json_each(?))"
            " ORDER BY received DESC, sha256",
            [
                piece.bundle,
                piece.sealed,
                piece.total,
                piece.parts,
                digest,
                msgspec.json.encode([state.value for state in states]).decode(),
            ],
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def awaited(self) -> tuple[int, int]:
        """Return how many bundles lack a part, and how many bytes they say to be when they are whole."""
        rows = self._store.fetch(
            "SELECT count(*), coalesce(sum(total), 0) FROM (SELECT DISTINCT bundle, sealed, total, parts"
            " FROM inbox WHERE state = 'waiting')"
        )
        return rows[0][0], rows[0][1]

    def note(
        self,
        digest: str,
        name: str,
        state: InboxState,
        received: datetime,
        *,
        piece: Piece,
        unit: str = "",
        reason: AppError | None = None,
        is_whole: bool = True,
    ) -> None:
        """Write down how a file ended; the other parts end with it if the bundle was whole."""
        facts = msgspec.json.encode(vars(reason) if reason else {}).decode()
        self._store.write(
            "INSERT INTO inbox (sha256, name, state, reason, facts, bundle, unit, received, part, parts,"
            " size, sealed, total, is_kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
            " ON CONFLICT (sha256) DO UPDATE SET"
            " state = excluded.state, reason = excluded.reason, facts = excluded.facts,"
            " unit = excluded.unit, received = excluded.received, is_kept = 1",
            [
                digest,
                name[:200],
                state.value,
                type(reason).__name__ if reason else "",
                facts,
                piece.bundle,
                unit,
                received.isoformat(timespec="seconds"),
                piece.part,
                piece.parts,
                piece.size,
                piece.sealed,
                piece.total,
            ],
        )
        if is_whole and piece.sealed:
            self._store.write(
                "UPDATE inbox SET state = ?, unit = ?, reason = ?, facts = ?"
                " WHERE bundle = ? AND sealed = ? AND sha256 <> ? AND state <> 'merged'",
                [
                    state.value,
                    unit,
                    type(reason).__name__ if reason else "",
                    facts,
                    piece.bundle,
                    piece.sealed,
                    digest,
                ],
            )

    def thin_out(self, unit: str) -> None:
        """Delete the raw files of a unit's merged bundles, but for those of the newest."""
        rows = self._store.fetch(
            "SELECT bundle, received, sha256 FROM inbox"
            " WHERE unit = ? AND state = 'merged' AND is_kept = 1",
            [unit],
        )
        newest: dict[str, str] = {}
        for bundle, received, _ in rows:
            newest[bundle] = max(received, newest.get(bundle, ""))
        older = sorted(newest, key=lambda bundle: (newest[bundle], bundle))[:-KEPT]
        for bundle, _, digest in rows:
            if bundle not in older:
                continue
            # A file that another program holds for a moment goes after the next bundle.
            with suppress(OSError):
                self.kept(digest).unlink(missing_ok=True)
                self._store.write("UPDATE inbox SET is_kept = 0 WHERE sha256 = ?", [digest])

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Keep raw files, by their hashes; raises DiskFull or FolderReadOnly."""
        replace_files(self._folder, {_name(digest): data for digest, data in files.items()})

    def kept(self, digest: str) -> Path:
        """Return where a raw file is kept: beside the book, encrypted as it came."""
        return self._folder / _name(digest)

    @property
    def _folder(self) -> Path:
        return self._store.path.with_name(f"{self._store.path.name}.inbox")


def _name(digest: str) -> str:
    return f"{digest}.cbdl"


def _failure(name: str, facts: str) -> AppError | None:
    """Return a failure from its name and facts; one that this version does not know is nameless."""
    if not name:
        return None
    kind = getattr(errors, name, AppError)
    values = msgspec.json.decode(facts, type=dict[str, object])
    try:
        failure = kind(**values)
    except TypeError:
        failure = AppError()
    return failure if isinstance(failure, AppError) else AppError()
