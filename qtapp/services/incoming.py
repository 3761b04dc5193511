"""Incoming bundles: every file ends as merged, duplicate, waiting or quarantined, and is kept.

found → copied to the inbox → parts complete → opened → signer and scope checked → merged, with its
vector and its inbox row, in one transaction (sync.md §4.5). The stick is only ever read.
"""

import hashlib
from collections.abc import Mapping, Sequence, Set as AbstractSet
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from qtapp.bundle import age, envelope, limits, part, vectors
from qtapp.bundle.manifest import Manifest
from qtapp.bundle.seal import Opened, unseal
from qtapp.carriers import folder
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.errors import (
    AppError,
    BundleDamaged,
    BundleError,
    BundleIncomplete,
    BundleOutOfScope,
    BundleTooLarge,
    BundleTooNew,
    Cancelled,
    FileUnreadable,
    NotABundle,
    TooManyFiles,
)
from qtapp.domain.record import Reach, Record
from qtapp.paths import replace_file
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.identity import Identity
from qtapp.services.inbox import InboxState, Received
from qtapp.services.merging import Merging, Taken
from qtapp.store.changes import Changes, Context, KnownWriter
from qtapp.store.migrations import LATEST
from qtapp.store.store import Store


class Incoming:
    """Takes bundle files in, one by one; one bad file never stops the others."""

    def __init__(self, store: Store, environment: Environment, identity: Identity) -> None:
        self._store = store
        self._environment = environment
        self._identity = identity
        self._changes = Changes(store)

    def receive(self, path: Path, report: Report = silent) -> list[Received]:
        """Take in a bundle file, or every bundle in a folder that may be for this book.

        Others' bundles on the same stick are passed over; a file named by itself is always judged.
        Raises StickGone when the folder cannot be listed, and Cancelled between two files.
        """
        if not path.is_dir():
            return self._each([path], report)
        found = folder.look(path, _is_ours)
        ours = {age.key_id(each.recipient)[:8] for each in self._identity.readers()}
        files = [each for each in found.files if _may_be_for(each, ours)]
        received = self._each([*files, *found.unreadable], report)
        if found.more:
            most = TooManyFiles(str(path), folder.MOST_FILES)
            received.append(Received(name=path.name, state=InboxState.QUARANTINED, reason=most))
        return received

    def _each(self, files: Sequence[Path], report: Report) -> list[Received]:
        received = self._retried()
        for place, each in enumerate(files):
            report(place, len(files))
            received.append(self._receive(each))
        report(len(files), len(files))
        return received

    def _retried(self) -> list[Received]:
        """Try what was set aside once more after the app has changed, and return what came in."""
        if self._store.fact("inbox_app") == self._environment.app:
            return []
        rows = self._store.fetch("SELECT sha256, name FROM inbox WHERE state = 'quarantined'")
        self._store.set_fact("inbox_app", self._environment.app)
        tried = []
        for digest, name in rows:
            kept = self._kept(digest)
            if kept.is_file():
                tried.append(replace(self._receive(kept), name=name))
        return [each for each in tried if each.state is InboxState.MERGED]

    def _receive(self, path: Path) -> Received:
        try:
            data = _read(path)
        except BundleError as error:
            return Received(name=path.name, state=InboxState.QUARANTINED, reason=error)
        except FileUnreadable as error:
            return Received(name=path.name, state=InboxState.QUARANTINED, reason=error)
        return self.take(path.name, data)

    def take(self, name: str, data: bytes) -> Received:
        """Take in a bundle file from its bytes: it came in a letter, or on paper."""
        digest = hashlib.sha256(data).hexdigest()
        known = self._store.fetch("SELECT state, unit FROM inbox WHERE sha256 = ?", [digest])
        if known and known[0][0] == InboxState.MERGED:
            return Received(name=name, state=InboxState.DUPLICATE, unit=self._name(known[0][1]))
        replace_file(self._kept(digest), data)
        bundle = ""
        try:
            mine = part.read_part(data)
            bundle = mine.header.id
            sealed = part.join([mine, *self._other_parts(mine, digest)])
            opened = unseal(sealed, self._identity.readers(), self._identity.trust())
            if opened.manifest.id != bundle:
                raise BundleDamaged(at="header")
            return self._merge(name, digest, opened)
        except BundleIncomplete as error:
            return self._note(name, digest, bundle, InboxState.WAITING, error)
        except Cancelled:
            raise
        except AppError as error:
            return self._note(name, digest, bundle, InboxState.QUARANTINED, error)

    def _merge(self, name: str, digest: str, opened: Opened) -> Received:
        manifest = opened.manifest
        sender = manifest.unit
        # The superior's bundles hang from its own root; everybody else's from ours, or are our own.
        from_above = sender == self._identity.superior() == opened.chain[0].unit
        allowed = _Scope(
            sender=sender, own=self._store.unit, from_above=from_above, manifest=manifest
        )
        allowed.check_writers()
        with self._store.transaction():
            if not from_above and sender != self._store.unit:
                self._identity.bind(opened.chain)
            numbers = self._register(manifest)
            ids = [writer.id for writer in manifest.writers]
            merging = Merging(self._store, self._changes, ids, numbers)
            for section in opened.tables():
                if section.name not in BY_TABLE:
                    raise BundleTooNew(found=LATEST + 1, supported=LATEST)
                record = BY_TABLE[section.name]
                owners = {manifest.writers[each].unit for each in section.writer}
                merging.merge(record, allowed.owner(record, owners), section)
            self._keep_blobs(opened)
            self._settle_vectors(opened, from_above=from_above)
            self._record(name, digest, manifest.id, sender, InboxState.MERGED, "")
        return self._result(name, sender, merging.taken)

    def _register(self, manifest: Manifest) -> dict[str, int]:
        writers = [
            KnownWriter(
                n=0,
                id=each.id,
                unit=each.unit,
                device=each.device,
                app=each.app,
                opened=_wall(each.opened),
                clock_ok=each.clock_ok,
                seq=0,
            )
            for each in manifest.writers
        ]
        numbers = self._changes.register(writers)
        contexts = [
            Context(writer=each.writer, from_seq=each.seq, vector=each.vv)
            for each in manifest.know
            if each.writer in numbers
        ]
        self._changes.learn(contexts, numbers)
        return numbers

    def _settle_vectors(self, opened: Opened, *, from_above: bool) -> None:
        """Advance what is held, and take the sender's word for what it holds of ours."""
        manifest = opened.manifest
        carried = {writer.id: writer.unit for writer in manifest.writers}
        held = self._changes.vector(set(carried.values()))
        stated = {writer: seq for writer, seq in manifest.vv.items() if writer in carried}
        self._changes.advance(vectors.advanced(held, manifest.base, stated))
        mine = {each.id for each in self._changes.writers([self._store.unit])}
        acknowledged = {writer: seq for writer, seq in manifest.vv.items() if writer in mine}
        self._store.write(
            "INSERT INTO receipts (peer, vector, received) VALUES (?, ?, ?)"
            " ON CONFLICT (peer) DO UPDATE SET vector = excluded.vector, received = excluded.received",
            [manifest.unit, _json(acknowledged), self._now()],
        )
        self._store.write(
            "INSERT INTO stated (device, held) VALUES (?, ?)"
            " ON CONFLICT (device) DO UPDATE SET held = excluded.held",
            [opened.signer.serial, msgspec.json.encode(manifest.held).decode()],
        )
        if any(unit == self._store.unit for unit in carried.values()):
            self._store.set_fact("last_writer", "")
        if from_above and manifest.clock_ok:
            self._store.set_fact("committee_time", _wall(manifest.wall))

    def _keep_blobs(self, opened: Opened) -> None:
        for digest, data in opened.blobs():
            self._store.write(
                "INSERT INTO blobs (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [digest, len(data), data],
            )

    def _other_parts(self, mine: part.Part, digest: str) -> list[part.Part]:
        """Return the waiting parts of the same sealed bundle; a stranger's may bear its id too."""
        found = self._store.fetch(
            "SELECT sha256 FROM inbox WHERE bundle = ? AND state = 'waiting' AND sha256 <> ?",
            [mine.header.id, digest],
        )
        others = []
        for row in found:
            # A kept copy that is gone or spoilt is a part that has not come yet.
            with suppress(AppError):
                others.append(part.read_part(self._kept(row[0])))
        wanted = (mine.header.sha256, mine.header.total)
        return [each for each in others if (each.header.sha256, each.header.total) == wanted]

    def _note(
        self, name: str, digest: str, bundle: str, state: InboxState, error: AppError
    ) -> Received:
        with self._store.transaction():
            self._record(name, digest, bundle, "", state, type(error).__name__)
        return Received(name=name, state=state, reason=error)

    def _record(
        self, name: str, digest: str, bundle: str, unit: str, state: InboxState, reason: str
    ) -> None:
        self._store.write(
            "INSERT INTO inbox (sha256, name, state, reason, bundle, unit, received)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
            " state = excluded.state, reason = excluded.reason, unit = excluded.unit,"
            " received = excluded.received",
            [digest, name[:200], state.value, reason, bundle, unit, self._now()],
        )
        if state is InboxState.MERGED and bundle:
            self._store.write(
                "UPDATE inbox SET state = 'merged', unit = ? WHERE bundle = ? AND state = 'waiting'",
                [unit, bundle],
            )

    def _result(self, name: str, sender: str, taken: Taken) -> Received:
        return Received(
            name=name,
            state=InboxState.MERGED,
            unit=self._name(sender),
            rows=taken.rows,
            conflicts=taken.conflicts,
        )

    def _name(self, unit: str) -> str:
        found = self._store.units.find(unit)
        return found.name if found else ""

    def _kept(self, digest: str) -> Path:
        """Return where the raw file is kept: beside the book, encrypted as it came."""
        return self._store.path.with_name(f"{self._store.path.name}.inbox") / f"{digest}.cbdl"

    def _now(self) -> str:
        return self._environment.now().isoformat(timespec="seconds")


class _Scope(Struct, frozen=True, kw_only=True):
    """What the sender may write here (sync.md §4.4)."""

    sender: str
    own: str
    from_above: bool
    manifest: Manifest

    def check_writers(self) -> None:
        """Raise BundleOutOfScope if a writer belongs to a unit the sender does not speak for."""
        for writer in self.manifest.writers:
            if writer.unit != self.sender and not (self.from_above and writer.unit == self.own):
                raise BundleOutOfScope("writers")

    def owner(self, record: type[Record], writers_of: set[str]) -> str:
        """Return whose rows a section holds; raises BundleOutOfScope if they may not come this way.

        From below come a unit's own rows that go up. From above come rows that go down, of the committee
        or of one above it, and a unit's own rows that it has lost. A peer brings everything.
        """
        if len(writers_of) != 1:
            raise BundleOutOfScope(record.table)
        owner = next(iter(writers_of))
        returned = self.from_above and owner == self.own
        way = Reach.DOWN if self.from_above and not returned else Reach.UP
        if way not in record.reach:
            raise BundleOutOfScope(record.table)
        return owner


def _is_ours(head: bytes) -> bool:
    """Whether a file that begins so is a bundle, or was one before it was carried as text."""
    try:
        envelope.check_magic(part.PART, head)
    except NotABundle:
        return False
    except BundleDamaged:
        return True
    return True


def _may_be_for(path: Path, ours: AbstractSet[str]) -> bool:
    """Whether a file is a bundle, whole or not, that does not name somebody else as its reader."""
    try:
        return part.read_part(path).header.to in {"", *ours}
    except (NotABundle, FileUnreadable):
        return False
    except BundleError:
        return True


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limits.PART_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    if not part.is_bundle(data[:16]):
        raise NotABundle(str(path))
    if len(data) > limits.PART_BYTES:
        raise BundleTooLarge("part")
    return data


def _wall(seconds: int) -> str:
    return datetime.fromtimestamp(min(seconds, 1 << 33), tz=UTC).isoformat(timespec="seconds")


def _json(vector: Mapping[str, int]) -> str:
    return msgspec.json.encode(dict(vector)).decode()
