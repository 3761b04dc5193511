"""The inbox: how bundle files end, in words that need no bundle code to be read."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.domain import errors
from qtapp.domain.codes import Code
from qtapp.domain.errors import AppError
from qtapp.store.store import Store


class InboxState(Code):
    """How a bundle file ended."""

    MERGED = "merged", "đã nhập"
    DUPLICATE = "duplicate", "đã có từ trước"
    WAITING = "waiting", "chờ đủ phần"
    HELD = "held", "giữ lại, chờ quyết định"
    REFUSED = "refused", "đã từ chối, không nhập"
    QUARANTINED = "quarantined", "để riêng, chưa nhập"


class Received(Struct, frozen=True, kw_only=True):
    """What became of one file."""

    name: str
    state: InboxState
    reason: AppError | None = None
    unit: str = ""
    rows: int = 0
    conflicts: int = 0


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


class Inbox:
    """The list of files that came in, and their raw copies beside the book."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ended: dict[str, tuple[InboxState, str]] = {}

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
        if digest in self._ended:
            return self._ended[digest]
        rows = self._store.fetch("SELECT state, unit FROM inbox WHERE sha256 = ?", [digest])
        return (InboxState(rows[0][0]), rows[0][1]) if rows else None

    def recall(self) -> None:
        """Have at hand until `forget` which files need not be looked at again."""
        rows = self._store.fetch(
            "SELECT sha256, state, unit FROM inbox WHERE state IN ('merged', 'refused')"
        )
        states = {state.value: state for state in InboxState}
        self._ended = {row[0]: (states[row[1]], row[2]) for row in rows}

    def forget(self) -> None:
        """Ask the book again from now on."""
        self._ended = {}

    def in_state(self, state: InboxState, bundle: str = "") -> list[tuple[str, str]]:
        """Return hash and name of the files that ended so, of one bundle or of all."""
        of = " AND bundle = ?" if bundle else ""
        rows = self._store.fetch(
            f"SELECT sha256, name FROM inbox WHERE state = ?{of} ORDER BY received, sha256",  # noqa: S608 - a fixed word
            [state.value, *([bundle] if bundle else [])],
        )
        return [(row[0], row[1]) for row in rows]

    def note(
        self,
        digest: str,
        name: str,
        state: InboxState,
        received: datetime,
        *,
        bundle: str = "",
        unit: str = "",
        reason: AppError | None = None,
    ) -> None:
        """Write down how a file ended, and with it those that waited as other parts of its bundle."""
        facts = msgspec.json.encode(vars(reason) if reason else {}).decode()
        self._store.write(
            "INSERT INTO inbox (sha256, name, state, reason, facts, bundle, unit, received)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
            " state = excluded.state, reason = excluded.reason, facts = excluded.facts,"
            " unit = excluded.unit, received = excluded.received",
            [
                digest,
                name[:200],
                state.value,
                type(reason).__name__ if reason else "",
                facts,
                bundle,
                unit,
                received.isoformat(timespec="seconds"),
            ],
        )
        if bundle and state in {InboxState.MERGED, InboxState.REFUSED}:
            self._store.write(
                "UPDATE inbox SET state = ?, unit = ?, reason = '', facts = '{}'"
                " WHERE bundle = ? AND state = 'waiting'",
                [state.value, unit, bundle],
            )

    def kept(self, digest: str) -> Path:
        """Return where a raw file is kept: beside the book, encrypted as it came."""
        return self._store.path.with_name(f"{self._store.path.name}.inbox") / f"{digest}.cbdl"


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
