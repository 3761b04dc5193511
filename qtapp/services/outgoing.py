"""Outgoing bundles: what one side may see and has not confirmed, sealed for it alone.

A bundle holds the whole state of what may be seen, as long as that is small and the other side has not
confirmed the bundle before: it then needs none of the earlier ones. After a confirmation it holds what
has changed since. Both are read by the same rules, in any mixture and order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.bundle import age, part, vectors
from qtapp.bundle.limits import DEFAULT_PART_BYTES
from qtapp.bundle.manifest import Kind, new_manifest
from qtapp.bundle.seal import seal
from qtapp.bundle.sections import Packed, pack_blob, pack_table
from qtapp.bundle.writers import Context, Writer, pack_writers
from qtapp.carriers.folder import put
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.conflicts import Conflict
from qtapp.domain.documents import Document
from qtapp.domain.errors import NoOtherLaptop, NotJoined
from qtapp.domain.record import Reach, Record
from qtapp.domain.units import UnitKind
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.gathering import Gathering, Rows
from qtapp.services.identity import Identity, Signature
from qtapp.store.changes import Changes, KnownWriter
from qtapp.store.clock import trusted_minutes
from qtapp.store.migrations import LATEST
from qtapp.store.store import Store

WHOLE_BYTES = 2 << 20
"""The whole state is sent, compressed, up to this size."""

Version = tuple[int, int, int]
Confirmed = Mapping[str, Mapping[str, int]]
"""By unit, the vector of its writers that all who read a bundle are known to hold."""


class _Way(Struct, frozen=True, kw_only=True):
    """One bundle: for whom, whose rows of which tables go into it, whose vectors it tells.

    `strangers` are the units whose rows of unknown tables go along. `all_columns`: also those that never
    leave the unit.
    """

    kind: Kind
    peer: str
    tables: Sequence[tuple[type[Record], str]]
    strangers: Sequence[str]
    told: Sequence[str]
    signature: Signature
    recipients: Sequence[str]
    wants: Sequence[str] = ()
    all_columns: bool = False

    @property
    def owners(self) -> list[str]:
        """The units whose rows are carried."""
        return list(dict.fromkeys([*(owner for _, owner in self.tables), *self.strangers]))


class _Sealed(Struct, frozen=True, kw_only=True):
    """A bundle ready to be written: its bytes, for whom, and the heads of the vector it carries."""

    facts: part.Facts
    peer: str
    named: str
    vector: Mapping[str, int]
    data: bytes


class Outgoing:
    """Makes bundles and writes them into a folder."""

    def __init__(self, store: Store, environment: Environment, identity: Identity) -> None:
        self._store = store
        self._environment = environment
        self._identity = identity
        self._changes = Changes(store)

    def make_up(
        self,
        folder: Path,
        report: Report = silent,
        *,
        whole: bool = False,
        part_bytes: int = DEFAULT_PART_BYTES,
    ) -> Path:
        """Write the bundle for the committee above; `whole`: all of it, whatever it has confirmed.

        Returns its first part. Raises NotJoined or what `put` raises.
        """
        superior = self._identity.superior()
        if not superior:
            raise NotJoined
        signature = self._identity.towards_superior()
        own = self._store.unit
        # A committee passes on counts of its cells, and no row that names a member.
        is_committee = self._store.units.get(own).kind is UnitKind.COMMITTEE
        reach = Reach.FORWARD if is_committee else Reach.UP
        # One transaction around all that is read: what the vector claims is what the rows show.
        with self._store.transaction():
            way = _Way(
                kind="up",
                peer=superior,
                tables=[(each, own) for each in RECORDS if reach in each.reach],
                strangers=[] if is_committee else [own],
                told=(own, superior),
                signature=signature,
                recipients=[*self._identity.superior_recipients(), signature.keys.recipient],
                wants=self._wanted_blobs(superior),
            )
            sealed = self._sealed(way, {} if whole else self._confirmed_by_all(way), report)
        return self._write(sealed, folder, part_bytes)

    def make_down(
        self,
        folder: Path,
        report: Report = silent,
        *,
        whole: bool = False,
        only: str = "",
        part_bytes: int = DEFAULT_PART_BYTES,
    ) -> list[Path]:
        """Write one bundle for every unit below that was invited, or `only` for one, and return the files.

        It holds what goes down, and the unit's own rows: a laptop that was restored or replaced gets
        back what it had sent. Raises FolderReadOnly or DiskFull.
        """
        units = [only] if only else sorted(self._identity.devices.reachable())
        own = self._store.unit
        handed_on = self._from_above()
        signature = self._identity.towards_subordinates()
        written = []
        for place, unit in enumerate(units):
            report(place, len(units))
            down = [
                (each, owner)
                for each in RECORDS
                if Reach.DOWN in each.reach
                for owner in (own, *handed_on)
            ]
            back = [(each, unit) for each in RECORDS if each.reach & (Reach.UP | Reach.FORWARD)]
            with self._store.transaction():
                way = _Way(
                    kind="down",
                    peer=unit,
                    tables=[*down, *back],
                    strangers=[*handed_on, unit],
                    told=(own, unit, *handed_on),
                    signature=signature,
                    recipients=self._identity.devices.readers_of(unit),
                )
                sealed = self._sealed(way, {} if whole else self._confirmed_by_all(way))
            written.append(self._write(sealed, folder, part_bytes))
        report(len(units), len(units))
        return written

    def make_peer(self, folder: Path, report: Report = silent) -> Path:
        """Write the bundle for the unit's other laptops: all the book holds, whoever wrote it.

        It is always the whole state: what a laptop got back from the committee lacks the fields that stay
        in the unit, so its heads do not say what it needs of another. Raises NoOtherLaptop,
        FolderReadOnly or DiskFull.
        """
        signature = self._identity.towards_peers()
        readers = self._identity.peer_readers()
        if not readers:
            raise NoOtherLaptop
        own = self._store.unit
        with self._store.transaction():
            known = self._changes.writers(self._store.unit_ids().values())
            units = list(dict.fromkeys([own, *(each.unit for each in known)]))
            way = _Way(
                kind="peer",
                peer=own,
                tables=[(record, unit) for record in RECORDS for unit in units],
                strangers=units,
                told=units,
                signature=signature,
                recipients=readers,
                all_columns=True,
            )
            sealed = self._sealed(way, {}, report)
        return self._write(sealed, folder)

    def _from_above(self) -> list[str]:
        """Return the units above whose rows this book holds: they are handed on to the units below."""
        below = {unit.id for unit in self._store.units.own()} | {self._store.unit}
        known = self._changes.writers(self._store.unit_ids().values())
        return [each for each in dict.fromkeys(each.unit for each in known) if each not in below]

    def _confirmed_by_all(self, way: _Way) -> Confirmed:
        """Return what every laptop of a unit holds; nothing while one was not heard of.

        That may also be one that a letter may still admit.
        """
        rows = self._store.fetch("SELECT device, vector FROM receipts WHERE peer = ?", [way.peer])
        heard = {device for device, _ in rows}
        readers = self._identity.devices.serials(way.peer)
        if readers - heard:
            return {}
        return self._confirmed(way, [vector for device, vector in rows if device in readers])

    def _confirmed(self, way: _Way, stated: Iterable[str]) -> Confirmed:
        self._changes.forget()
        told = [msgspec.json.decode(each, type=dict[str, int]) for each in stated]
        found = {
            unit: vectors.minimum([self._changes.reached(unit, heads) for heads in told])
            for unit in way.owners
        }
        return found if any(found.values()) else {}

    def _sealed(self, way: _Way, confirmed: Confirmed, report: Report = silent) -> _Sealed:
        self._changes.forget()
        now = self._environment.now()
        vector = self._changes.heads(way.told)
        base: dict[str, int] = {}
        packed: list[Packed] = []
        is_taken = bool(confirmed) and self._has_taken_the_last(way, confirmed)
        if not is_taken:
            packed = self._packed(way, {}, report)
        if is_taken or (confirmed and sum(len(each.stored) for each in packed) > WHOLE_BYTES):
            packed = self._packed(way, confirmed, report)
            for unit, held in confirmed.items():
                base |= self._changes.heads_of(unit, held)
        packed.extend(self._blobs(way, confirmed))
        manifest = new_manifest(
            id=self._environment.random(16).hex(),
            kind=way.kind,
            unit=self._store.unit,
            signer=self._environment.writer,
            base=base,
            vv=vector,
            wants=list(way.wants),
            schema=LATEST,
            app=self._environment.app,
            wall=max(0, int(now.timestamp())),
            clock_ok=trusted_minutes(self._store, now) > 0,
        )
        data = seal(manifest, packed, way.signature.keys, way.signature.chain, way.recipients)
        # A bundle for one reader names it, so that others pass it over without trying.
        several = len(way.recipients) > (2 if way.kind == "up" else 1)
        chief = "" if several else age.key_id(way.recipients[0])[:8]
        return _Sealed(
            facts=part.Facts(id=manifest.id, kind=way.kind, to=chief),
            peer=way.peer,
            named=self._store.unit if way.kind == "up" else way.peer,
            vector=vector,
            data=data,
        )

    def _has_taken_the_last(self, way: _Way, confirmed: Confirmed) -> bool:
        """Whether the bundle made last for a peer has been confirmed by all who read it."""
        last = self._store.fetch(
            "SELECT vector FROM outbox WHERE peer = ? ORDER BY n DESC LIMIT 1", [way.peer]
        )
        if not last:
            return False
        carried: dict[str, int] = msgspec.json.decode(last[0][0], type=dict[str, int])
        held = {writer: seq for vector in confirmed.values() for writer, seq in vector.items()}
        own = self._changes.units_of(carried)
        return all(
            held.get(writer, 0) >= seq
            for writer, seq in carried.items()
            if own[writer] in way.owners
        )

    def _packed(self, way: _Way, confirmed: Confirmed, report: Report) -> list[Packed]:
        """Return the sections of what goes beyond `confirmed`, that of the writers first."""
        news = {unit: self._changes.news(unit, confirmed.get(unit, {})) for unit in way.owners}
        since = {unit: news[unit] if confirmed else None for unit in way.owners}
        gathering = Gathering(self._store)
        found: list[Rows] = []
        # With rows goes what their writers had seen, whether these are held without a gap or not.
        told = {unit for unit in way.owners if news[unit]}
        # A rival comes with the row it is about, or it would be compared with what it never lost to.
        disputed = gathering.disputed(owner for record, owner in way.tables if record is Conflict)
        for place, (record, owner) in enumerate(way.tables):
            report(place, len(way.tables))
            rows = gathering.rows(
                record, owner, since[owner], also=disputed, all_columns=way.all_columns
            )
            if rows:
                found.extend(rows)
                told.add(owner)
        for owner in way.strangers:
            rows = gathering.strangers(owner, since[owner], also=disputed)
            if rows:
                found.extend(rows)
                told.add(owner)
        report(len(way.tables), len(way.tables))
        numbers = {n for each in found for n in each.writers()}
        contexts = [
            each
            for unit in way.owners
            if unit in told
            for each in self._changes.contexts(unit, confirmed.get(unit, {}), of=numbers)
        ]
        numbers.update(n for each in news.values() for n in each)
        named = {writer for each in contexts for writer in (each.writer, *each.vector)}
        writers = self._changes.named(way.owners, numbers, named) if numbers else []
        if not writers:
            return []
        at = {each.id: place for place, each in enumerate(writers)}
        places = {0: 0, **{each.n: place for place, each in enumerate(writers)}}
        listed = pack_writers(
            [_writer(each, is_told_whole=way.all_columns) for each in writers],
            [
                Context(
                    writer=at[each.writer],
                    seq=each.from_seq,
                    seen=[(at[writer], seq) for writer, seq in each.vector.items()],
                    part=1 if each.part else 0,
                )
                for each in contexts
            ],
        )
        return [listed, *(one for each in found for one in pack_table(each.section(places)))]

    def _wanted_blobs(self, owner: str) -> list[str]:
        """Return the hashes of a committee's attachments that this book lacks."""
        held = {row[0] for row in self._store.fetch("SELECT sha256 FROM blobs")}
        return sorted(self._attachments(self._store.documents.of(owner)) - held)

    def _blobs(self, way: _Way, confirmed: Confirmed) -> list[Packed]:
        """Return the attachments that go along: to other laptops all; down what is new or was asked for."""
        if way.kind == "up":
            return []
        hashes = {row[0] for row in self._store.fetch("SELECT sha256 FROM blobs")}
        if way.kind == "down":
            hashes &= self._asked_for(way, confirmed)
        packed = []
        for digest in sorted(hashes):
            row = self._store.fetch("SELECT data FROM blobs WHERE sha256 = ?", [digest])
            packed.append(pack_blob(bytes(row[0][0])))
        return packed

    def _asked_for(self, way: _Way, confirmed: Confirmed) -> set[str]:
        """Return the attachments of documents not confirmed yet, and those a laptop said to lack."""
        wants = self._store.fetch("SELECT wants FROM receipts WHERE peer = ?", [way.peer])
        asked = {each for row in wants for each in msgspec.json.decode(row[0], type=list[str])}
        fresh: set[str] = set()
        every: set[str] = set()
        for owner in dict.fromkeys(owner for record, owner in way.tables if record is Document):
            documents = self._store.documents.of(owner)
            every |= self._attachments(documents)
            news = self._changes.news(owner, confirmed.get(owner, {}))
            number = self._store.unit_number(owner)
            ids = {row[0] for row in self._store.documents.newer_raw(number, news)}
            fresh |= self._attachments(each for each in documents if each.id in ids)
        return fresh | (asked & every)

    @staticmethod
    def _attachments(documents: Iterable[Document]) -> set[str]:
        return {each.sha256 for document in documents for each in document.attachments}

    def _write(self, sealed: _Sealed, folder: Path, part_bytes: int = DEFAULT_PART_BYTES) -> Path:
        """Write the parts so that the device has given each back whole, and note the bundle."""
        files = part.split(sealed.data, sealed.facts, part_bytes)
        today = self._environment.today()
        paths = []
        for number, data in enumerate(files, 1):
            name = part.part_name(sealed.named, today, sealed.facts, number, len(files))
            paths.append(put(folder, name, data))
        with self._store.transaction():
            self._store.write(
                "INSERT INTO outbox (bundle, peer, made, name, vector) VALUES (?, ?, ?, ?, ?)",
                [
                    sealed.facts.id,
                    sealed.peer,
                    self._environment.now().isoformat(timespec="seconds"),
                    paths[0].name,
                    msgspec.json.encode(sealed.vector).decode(),
                ],
            )
        return paths[0]


def _writer(known: KnownWriter, *, is_told_whole: bool) -> Writer:
    return Writer(
        id=known.id,
        unit=known.unit,
        seq=known.seq,
        device=known.device,
        app=known.app[:60],
        opened=max(0, int(datetime.fromisoformat(known.opened).timestamp())),
        clock_ok=known.clock_ok,
        whole=known.whole if is_told_whole and known.whole != known.seq else None,
    )
