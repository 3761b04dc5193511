"""Incoming bundles: every file ends as merged, duplicate, waiting or quarantined, and is kept.

found → copied to the inbox → parts complete → opened → signer and scope checked → merged, with its
vector and its inbox row, in one transaction (sync.md §4.5). The stick is only ever read.
"""

from collections.abc import Collection, Sequence, Set as AbstractSet
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from qtapp.bundle import age, part
from qtapp.bundle.seal import Opened, unseal
from qtapp.bundle.sections import Table as Section
from qtapp.carriers import folder
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.errors import (
    AppError,
    BundleDamaged,
    BundleHeld,
    BundleIncomplete,
    BundleTooNew,
    Cancelled,
    NotFound,
    TooManyFiles,
)
from qtapp.domain.record import Record
from qtapp.domain.units import UnitKind
from qtapp.services.arriving import (
    File,
    arrived,
    forget_the_way,
    is_ours,
    may_be_for,
    read,
    read_in_groups,
)
from qtapp.services.attached import keep_attached
from qtapp.services.claims import Claims, learned, wall
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.identity import Identity
from qtapp.services.inbox import Inbox, InboxState, Piece, Received
from qtapp.services.merging import Merging, Taken
from qtapp.services.receipts import keep_receipt
from qtapp.services.scope import Scope
from qtapp.services.waiting import Waiting, piece_of
from qtapp.store.changes import Changes
from qtapp.store.migrations import LATEST
from qtapp.store.store import Store

HELD_FROM = 10
"""From so many deleted rows of one table on, a bundle may be held for a person's decision …"""
HELD_SHARE = 0.2
"""… namely when they are more than this share of what was live."""


class Incoming:
    """Takes bundle files in, many with one commit; one bad file never stops the others."""

    def __init__(self, store: Store, environment: Environment, identity: Identity) -> None:
        self._store = store
        self._environment = environment
        self._identity = identity
        self._changes = Changes(store)
        self._inbox = Inbox(store)
        self._waiting = Waiting(self._inbox, environment)
        self._names: dict[str, str] = {}

    def receive(self, path: Path, report: Report = silent) -> list[Received]:
        """Take in a bundle file, or every bundle in a folder that may be for this book.

        Others' bundles on the same stick are passed over; a file named by itself is always judged.
        Raises StickGone when the folder cannot be listed, and Cancelled between two files.
        """
        if not path.is_dir():
            return self._each([path], report)
        found = folder.look(path, is_ours)
        ours = {age.key_id(each.recipient)[:8] for each in self._identity.readers()}
        received = self._each(found.files, report, ours)
        received.extend(self._each(found.unreadable, silent))
        if found.more:
            most = TooManyFiles(str(path), folder.MOST_FILES)
            received.append(Received(name=path.name, state=InboxState.QUARANTINED, reason=most))
        return received

    def _each(
        self, files: Sequence[Path], report: Report, ours: AbstractSet[str] | None = None
    ) -> list[Received]:
        """Take in files; `ours` are the keys by which a bundle may name its reader, None for any."""
        received = self._retried()
        self._names = self._store.units.column("name") if len(files) > 1 else {}
        for group in read_in_groups(files, report):
            ends = iter(self._take_all([each for each in group if isinstance(each, File)], ours))
            for each in group:
                end = next(ends) if isinstance(each, File) else each
                if end is not None:
                    received.append(end)
        return received

    def _retried(self) -> list[Received]:
        """Try what was set aside once more after the app has changed, and return what came in."""
        if self._store.fact("inbox_app") == self._environment.app:
            return []
        set_aside = self._inbox.in_state(InboxState.QUARANTINED)
        tried = [
            self.take(name, self._inbox.kept(digest).read_bytes())
            for digest, name in set_aside
            if self._inbox.kept(digest).is_file()
        ]
        self._store.set_fact("inbox_app", self._environment.app)
        return [each for each in tried if each.state is InboxState.MERGED]

    def take(self, name: str, data: bytes) -> Received:
        """Take in a bundle file from its bytes: it came in a letter, or on paper."""
        (end,) = self._take_all([arrived(name, data)], None)
        if end is None:
            raise AssertionError(name)
        return end

    def release(self, digest: str) -> list[Received]:
        """Take in a file that was held or refused, then what else was held and need not be any more.

        Raises NotFound when there is none of this hash, FileUnreadable when its copy is gone.
        """
        name = self._name_in(digest, InboxState.HELD, InboxState.REFUSED)
        data = read(self._inbox.kept(digest))
        received = [self._open(name, digest, data, is_asked_for=True, is_released=True)]
        for other, its_name in self._inbox.in_state(InboxState.HELD):
            # Another part of the same bundle has come in with it.
            if (self._inbox.known(other) or ("",))[0] is InboxState.HELD:
                data = read(self._inbox.kept(other))
                received.append(self._open(its_name, other, data, is_asked_for=True))
        return [received[0], *(each for each in received[1:] if each.state is InboxState.MERGED)]

    def refuse(self, digest: str) -> None:
        """Leave a file that waits, for whatever reason, out of the book; its copy is kept.

        Raises NotFound when there is none of this hash.
        """
        waiting = (InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)
        name = self._name_in(digest, *waiting)
        unit = (self._inbox.known(digest) or (InboxState.HELD, ""))[1]
        now, piece = self._environment.now(), self._inbox.piece(digest)
        with self._store.transaction():
            self._inbox.note(digest, name, InboxState.REFUSED, now, piece=piece, unit=unit)

    def retry(self, digest: str) -> Received:
        """Try a file that was set aside or waits once more.

        Raises NotFound when there is none of this hash, FileUnreadable when its copy is gone.
        """
        name = self._name_in(digest, InboxState.QUARANTINED, InboxState.WAITING)
        return self._open(name, digest, read(self._inbox.kept(digest)), is_asked_for=True)

    def _name_in(self, digest: str, *states: InboxState) -> str:
        for state in states:
            for found, name in self._inbox.in_state(state):
                if found == digest:
                    return name
        raise NotFound("inbox", digest)

    def _take_all(
        self, files: Sequence[File], ours: AbstractSet[str] | None
    ) -> list[Received | None]:
        """Take in files with one commit or, if that fails, each by itself.

        Returns how they have ended, None for one that names another reader.
        """
        settled = self._inbox.settled(each.digest for each in files)
        fresh = {
            each.digest: each.data
            for each in files
            if each.digest not in settled and (ours is None or may_be_for(each.data, ours))
        }
        self._inbox.keep(fresh)
        ends = partial(self._ends, files, fresh)
        try:
            with self._store.transaction() if len(fresh) > 1 else nullcontext():
                return ends(dict(settled))
        except Exception:
            if len(fresh) <= 1:
                raise
            # What was wrong with one file, or with the disk, comes again, and stops nothing before it.
            return ends(settled)

    def _ends(
        self,
        files: Sequence[File],
        fresh: Collection[str],
        settled: dict[str, tuple[InboxState, str]],
    ) -> list[Received | None]:
        """Open the files that are `fresh` and return how all have ended; `settled` are those known."""
        ends: list[Received | None] = []
        for each in files:
            if each.digest in settled:
                state, unit = settled[each.digest]
                state = InboxState.DUPLICATE if state is InboxState.MERGED else state
                ends.append(Received(name=each.name, state=state, unit=self._name(unit)))
            elif each.digest in fresh:
                ends.append(self._open(each.name, each.digest, each.data))
                # The same file may lie there once more.
                settled |= self._inbox.settled([each.digest])
            else:
                ends.append(None)
        return ends

    def _open(
        self,
        name: str,
        digest: str,
        data: bytes,
        *,
        is_asked_for: bool = False,
        is_released: bool = False,
    ) -> Received:
        """Open a file whose copy is kept and merge it, with its inbox row, or leave nothing of it but that.

        `is_asked_for`: with parts that were set aside, too; `is_released`: however much it deletes.
        """
        piece, sender, is_whole = Piece(), "", False
        reason: AppError
        try:
            mine = part.read_part(data)
            piece = piece_of(mine.header)
            others = self._waiting.others(digest, piece, is_asked_for=is_asked_for)
            is_whole = True
            sealed = self._waiting.put_together(mine, others)
            with self._store.attempt():
                opened = unseal(sealed, self._identity.readers(), self._identity.trust())
                if opened.manifest.id != piece.bundle:
                    raise BundleDamaged(at="header")
                sender = opened.manifest.unit
                return self._merge(name, digest, piece, opened, is_released=is_released)
        except BundleIncomplete as error:
            end, reason = InboxState.WAITING, error
        except BundleHeld as error:
            end, reason = InboxState.HELD, error
        except Cancelled:
            raise
        except AppError as error:
            end, reason = InboxState.QUARANTINED, error
        forget_the_way(reason)
        with self._store.transaction():
            self._inbox.note(
                digest,
                name,
                end,
                self._environment.now(),
                piece=piece,
                unit=sender,
                reason=reason,
                is_whole=is_whole and end is not InboxState.WAITING,
            )
        unit = self._name(sender) if end is InboxState.HELD else ""
        return Received(name=name, state=end, reason=reason, unit=unit)

    def _merge(
        self, name: str, digest: str, piece: Piece, opened: Opened, *, is_released: bool
    ) -> Received:
        manifest = opened.manifest
        sender = manifest.unit
        # The superior's bundles hang from its own root; everybody else's from ours, or are our own.
        from_above = sender == self._identity.superior() == opened.chain[0].unit
        allowed = Scope(
            sender=sender,
            own=self._store.unit,
            from_above=from_above,
            is_committee=self._is_committee(sender),
            others=self._others() if from_above else frozenset(),
            opened=opened,
        )
        allowed.check_writers()
        self._identity.devices.check_signer(opened.chain)
        claims = learned(self._changes, opened)
        ids = [writer.id for writer in opened.writers]
        merging = Merging(self._store, self._changes, ids, claims.numbers)
        for section in opened.tables():
            record = BY_TABLE.get(section.name)
            owners = {opened.writers[each].unit for each in set(section.writer)}
            owner = allowed.owner(record, owners)
            if record is None:
                merging.carry(owner, section)
            else:
                self._merge_known(merging, record, owner, section, manifest.schema)
        keep_attached(self._store, opened)
        self._count(claims, from_above=from_above)
        self._changes.note_commits(merging.commits)
        if not is_released:
            self._check_withdrawn(merging.taken)
        now = self._environment.now()
        self._inbox.note(digest, name, InboxState.MERGED, now, piece=piece, unit=sender)
        self._inbox.thin_out(sender)
        return self._result(name, sender, merging.taken, from_above=from_above)

    @staticmethod
    def _merge_known(
        merging: Merging, record: type[Record], owner: str, section: Section, schema: int
    ) -> None:
        """Merge a section; a value that fits no declaration here may fit a later version's."""
        try:
            merging.merge(record, owner, section)
        except BundleDamaged as error:
            if schema > LATEST:
                raise BundleTooNew(found=schema, supported=LATEST, what="value") from error
            raise

    def _count(self, claims: Claims, *, from_above: bool) -> None:
        """Advance what is held unless there is a gap, and take the sender's word for what it holds."""
        manifest = claims.opened.manifest
        # What a committee sends up, or gets back from there, is less than what it sends down: no claim to
        # its own commits comes of it.
        own = self._store.unit
        is_less = manifest.kind != "peer" and self._is_committee(own)
        claims.count(self._changes, own, is_less=is_less)
        keep_receipt(self._store, claims.opened, self._now())
        if from_above and manifest.clock_ok:
            self._store.set_fact("committee_time", wall(manifest.wall))

    def _others(self) -> set[str]:
        """Return the units known beside and below this one: nobody above speaks for them here."""
        above, own = self._identity.superior(), self._store.unit
        return (self._store.units.ids(above) | self._store.units.ids(own)) - {above, own}

    def _is_committee(self, unit: str) -> bool:
        found = self._store.units.find(unit)
        return found is not None and found.kind is UnitKind.COMMITTEE

    def _check_withdrawn(self, taken: Taken) -> None:
        """Raise BundleHeld if a bundle has deleted an implausible share of a unit's rows of one table."""
        for (table, unit), gone in taken.withdrawn.items():
            if gone < HELD_FROM:
                continue
            live = gone + self._store.table(BY_TABLE[table]).count(unit)
            if gone > live * HELD_SHARE:
                raise BundleHeld(table=table, gone=gone, live=live)

    def _result(self, name: str, sender: str, taken: Taken, *, from_above: bool) -> Received:
        return Received(
            name=name,
            state=InboxState.MERGED,
            unit=self._name(sender),
            rows=taken.rows,
            conflicts=taken.conflicts,
            own=taken.own if from_above else 0,
        )

    def _name(self, unit: str) -> str:
        if unit not in self._names:
            found = self._store.units.find(unit) if unit else None
            self._names[unit] = found.name if found else ""
        return self._names[unit]

    def _now(self) -> str:
        return self._environment.now().isoformat(timespec="seconds")
