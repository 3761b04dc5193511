"""Outgoing bundles: the whole state of what one side may see, sealed for it alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.bundle import age, part
from qtapp.bundle.manifest import Context, Kind, Writer, new_manifest
from qtapp.bundle.seal import seal
from qtapp.bundle.sections import Packed, Table as Section, pack_blob, pack_table
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import FileUnreadable, NotJoined
from qtapp.domain.record import Reach, Record
from qtapp.paths import replace_file
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.identity import Identity, Signature
from qtapp.services.merging import ID
from qtapp.store.changes import Changes, KnownWriter
from qtapp.store.clock import trusted_minutes
from qtapp.store.migrations import LATEST
from qtapp.store.shape import DELETED
from qtapp.store.store import Store


class _Scope(Struct, frozen=True, kw_only=True):
    """What one bundle carries and for whom."""

    kind: Kind
    peer: str
    units: tuple[str, ...]
    sections: Sequence[Packed]
    writers: Sequence[KnownWriter]
    signature: Signature
    recipients: Sequence[str]
    held: Sequence[str] = ()


class _Sealed(Struct, frozen=True, kw_only=True):
    """A bundle ready to be written: its bytes, for whom, and the vector it carries."""

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

    def make_up(self, folder: Path, report: Report = silent) -> Path:
        """Write the bundle for the committee above; raises NotJoined, FolderReadOnly, DiskFull."""
        superior = self._identity.superior()
        if not superior:
            raise NotJoined
        signature = self._identity.towards_superior()
        own = self._store.unit
        tables = [each for each in RECORDS if Reach.UP in each.reach]
        # One transaction around all that is read: what the vector claims is what the rows show.
        with self._store.transaction():
            writers = self._changes.writers([own])
            sections = []
            for place, record in enumerate(tables):
                report(place, len(tables))
                sections.extend(self._sections(record, own, _places(writers)))
            scope = _Scope(
                kind="up",
                peer=superior,
                units=(own, superior),
                sections=sections,
                writers=writers,
                signature=signature,
                recipients=[*self._identity.superior_recipients(), signature.keys.recipient],
                held=self._held_blobs(superior),
            )
            sealed = self._sealed(scope)
        report(len(tables), len(tables))
        return self._write(sealed, folder)

    def make_down(self, folder: Path, report: Report = silent) -> list[Path]:
        """Write one bundle for every unit below that was invited, and return the files.

        It holds what goes down, and the unit's own rows: a laptop that was restored or replaced gets
        back what it had sent. Raises FolderReadOnly or DiskFull.
        """
        units = sorted(self._identity.joined_units() | self._identity.invited_units())
        own = self._store.unit
        signature = self._identity.towards_subordinates()
        written = []
        for place, unit in enumerate(units):
            report(place, len(units))
            with self._store.transaction():
                writers = self._changes.writers([own, unit])
                sections: list[Packed] = []
                for record in RECORDS:
                    if Reach.DOWN in record.reach:
                        sections.extend(self._sections(record, own, _places(writers)))
                    if Reach.UP in record.reach:
                        sections.extend(self._sections(record, unit, _places(writers)))
                sections.extend(self._document_blobs(unit))
                scope = _Scope(
                    kind="down",
                    peer=unit,
                    units=(own, unit),
                    sections=sections,
                    writers=writers,
                    signature=signature,
                    recipients=self._identity.recipients_of(unit),
                )
                sealed = self._sealed(scope)
            written.append(self._write(sealed, folder))
        report(len(units), len(units))
        return written

    def _sealed(self, scope: _Scope) -> _Sealed:
        now = self._environment.now()
        vector = self._changes.vector(scope.units)
        manifest = new_manifest(
            id=self._environment.random(16).hex(),
            kind=scope.kind,
            unit=self._store.unit,
            signer=self._environment.writer,
            vv=vector,
            writers=[_writer(each) for each in scope.writers],
            know=self._contexts(scope.units),
            held=list(scope.held),
            schema={record.table: LATEST for record in RECORDS},
            app=self._environment.app,
            wall=max(0, int(now.timestamp())),
            clock_ok=trusted_minutes(self._store, now) > 0,
        )
        signature = scope.signature
        data = seal(manifest, scope.sections, signature.keys, signature.chain, scope.recipients)
        # A bundle for one reader names it, so that others pass it over without trying.
        several = scope.kind == "down" and len(scope.recipients) > 1
        chief = "" if several else age.key_id(scope.recipients[0])[:8]
        return _Sealed(
            facts=part.Facts(id=manifest.id, kind=scope.kind, to=chief),
            peer=scope.peer,
            named=self._store.unit if scope.kind == "up" else scope.peer,
            vector=vector,
            data=data,
        )

    def _write(self, sealed: _Sealed, folder: Path) -> Path:
        """Write the parts, read each back, and note the bundle; raises FileUnreadable if it differs."""
        files = part.split(sealed.data, sealed.facts)
        paths = []
        for number, data in enumerate(files, 1):
            name = part.part_name(
                sealed.named, self._environment.today(), sealed.facts, number, len(files)
            )
            replace_file(folder / name, data)
            if (folder / name).read_bytes() != data:
                raise FileUnreadable(str(folder / name))
            paths.append(folder / name)
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

    def _sections(self, record: type[Record], unit: str, places: Mapping[int, int]) -> list[Packed]:
        """Return the sections of one table: every row that a unit owns."""
        table = self._store.table(record)
        shape = table.shape
        rows = table.all_raw(self._store.unit_number(unit))
        if not rows:
            return []
        columns = [ID, *shape.columns, DELETED]
        ids, *values, lam, writer, seq, fields = (list(each) for each in zip(*rows, strict=True))
        data = dict(zip(columns, [ids, *values], strict=True))
        leaving = [ID, *shape.leaving, DELETED]
        versions: dict[int, dict[str, tuple[int, int, int]]] = {}
        for place, text in enumerate(fields):
            if text is not None:
                versions[place] = {
                    group: (lam_, places.get(writer_, 0), seq_)
                    for group, (lam_, writer_, seq_) in msgspec.json.decode(text).items()
                }
        return pack_table(
            Section(
                name=record.table,
                columns=tuple(leaving),
                data=[data[name] for name in leaving],
                lam=lam,
                writer=[places[each] for each in writer],
                seq=seq,
                fv=versions,
            )
        )

    def _contexts(self, units: Iterable[str]) -> list[Context]:
        return [
            Context(writer=each.writer, seq=each.from_seq, vv=dict(each.vector))
            for unit in units
            for each in self._changes.contexts(unit)
        ]

    def _held_blobs(self, owner: str) -> list[str]:
        """Return the hashes of a committee's attachments that this book holds."""
        wanted = self._attachments(owner)
        rows = self._store.fetch("SELECT sha256 FROM blobs ORDER BY sha256")
        return [row[0] for row in rows if row[0] in wanted]

    def _document_blobs(self, unit: str) -> list[Packed]:
        """Return the attachments of handed-down documents that the unit does not hold yet."""
        packed = []
        for digest in sorted(self._attachments(self._store.unit) - self._identity.held_by(unit)):
            row = self._store.fetch("SELECT data FROM blobs WHERE sha256 = ?", [digest])
            if row:
                packed.append(pack_blob(bytes(row[0][0])))
        return packed

    def _attachments(self, unit: str) -> set[str]:
        return {
            attachment.sha256
            for document in self._store.documents.of(unit)
            for attachment in document.attachments
        }


def _places(writers: Sequence[KnownWriter]) -> dict[int, int]:
    """Return the place in the bundle of each writer, by its number here."""
    places = {each.n: place for place, each in enumerate(writers)}
    places[0] = 0
    return places


def _writer(known: KnownWriter) -> Writer:
    return Writer(
        id=known.id,
        unit=known.unit,
        device=known.device,
        app=known.app[:60],
        opened=max(0, int(datetime.fromisoformat(known.opened).timestamp())),
        clock_ok=known.clock_ok,
    )
