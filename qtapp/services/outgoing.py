"""Outgoing bundles: the whole state of what one side may see, sealed for it alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from qtapp.bundle import age, part
from qtapp.bundle.manifest import Context, Kind, Writer, new_manifest
from qtapp.bundle.seal import seal
from qtapp.bundle.sections import Packed, Table as Section, pack_blob, pack_table
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import NotJoined
from qtapp.domain.record import Reach, Record
from qtapp.paths import replace_file
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.identity import Identity, Signature
from qtapp.services.merging import ID
from qtapp.store.changes import Changes, KnownWriter
from qtapp.store.migrations import LATEST
from qtapp.store.shape import DELETED
from qtapp.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What one bundle carries and for whom."""

    kind: Kind
    peer: str
    units: tuple[str, ...]
    sections: Sequence[Packed]
    base: Mapping[str, int]
    writers: Sequence[KnownWriter]
    signature: Signature
    recipients: Sequence[str]
    held: Sequence[str] = ()


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
        writers = self._changes.writers([own])
        tables = [each for each in RECORDS if Reach.UP in each.reach]
        sections = []
        for place, record in enumerate(tables):
            report(place, len(tables))
            sections.extend(self._sections(record, own, _places(writers), None))
        report(len(tables), len(tables))
        scope = _Scope(
            kind="up",
            peer=superior,
            units=(own, superior),
            sections=sections,
            base={},
            writers=writers,
            signature=signature,
            recipients=[*self._identity.superior_recipients(), signature.keys.recipient],
            held=self._held_blobs(),
        )
        return self._write(scope, folder)

    def make_down(self, folder: Path, report: Report = silent) -> list[Path]:
        """Write one bundle for every unit below that was invited, and return the files.

        Raises FolderReadOnly or DiskFull.
        """
        units = sorted(self._identity.joined_units() | self._identity.invited_units())
        own = self._store.unit
        signature = self._identity.towards_subordinates()
        written = []
        for place, unit in enumerate(units):
            report(place, len(units))
            writers = self._changes.writers([own, unit])
            known = self._known_by(unit)
            sections: list[Packed] = []
            for record in RECORDS:
                if Reach.DOWN in record.reach:
                    sections.extend(self._sections(record, own, _places(writers), None))
                if Reach.UP in record.reach:
                    sections.extend(self._sections(record, unit, _places(writers), known))
            sections.extend(self._document_blobs(unit))
            scope = _Scope(
                kind="down",
                peer=unit,
                units=(own, unit),
                sections=sections,
                base=known,
                writers=writers,
                signature=signature,
                recipients=self._identity.recipients_of(unit),
            )
            written.append(self._write(scope, folder))
        report(len(units), len(units))
        return written

    def _write(self, scope: _Scope, folder: Path) -> Path:
        now = self._environment.now()
        vector = self._changes.vector(scope.units)
        manifest = new_manifest(
            id=self._environment.random(16).hex(),
            kind=scope.kind,
            unit=self._store.unit,
            signer=self._environment.writer,
            base=dict(scope.base),
            vv=vector,
            writers=[_writer(each) for each in scope.writers],
            know=self._contexts(scope.units),
            held=list(scope.held),
            schema={record.table: LATEST for record in RECORDS},
            app=self._environment.app,
            wall=int(now.timestamp()),
        )
        signature = scope.signature
        sealed = seal(manifest, scope.sections, signature.keys, signature.chain, scope.recipients)
        chief = age.key_id(scope.recipients[0])[:8]
        several = scope.kind == "down" and len(scope.recipients) > 1
        facts = part.Facts(id=manifest.id, kind=scope.kind, to="" if several else chief)
        files = part.split(sealed, facts)
        paths = []
        for number, data in enumerate(files, 1):
            name = part.part_name(
                self._store.unit if scope.kind == "up" else scope.peer,
                self._environment.today(),
                facts,
                number,
                len(files),
            )
            replace_file(folder / name, data)
            paths.append(folder / name)
        with self._store.transaction():
            self._store.write(
                "INSERT INTO outbox (bundle, peer, made, name, vector) VALUES (?, ?, ?, ?, ?)",
                [
                    manifest.id,
                    scope.peer,
                    now.isoformat(timespec="seconds"),
                    paths[0].name,
                    msgspec.json.encode(vector).decode(),
                ],
            )
        return paths[0]

    def _sections(
        self,
        record: type[Record],
        unit: str,
        places: Mapping[int, int],
        known: Mapping[str, int] | None,
    ) -> list[Packed]:
        """Return the sections of one table; `known` leaves out rows the other side already has."""
        table = self._store.table(record)
        shape = table.shape
        rows = table.all_raw(self._store.unit_number(unit))
        if known is not None:
            rows = self._lacking(rows, known)
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

    def _lacking(self, rows: Sequence[Any], known: Mapping[str, int]) -> list[Any]:
        ids = dict(self._store.fetch("SELECT n, id FROM writers"))

        def is_new(lam: int, writer: int, seq: int) -> bool:
            return lam > 0 and known.get(ids[writer], 0) < seq

        return [
            row
            for row in rows
            if is_new(row[-4], row[-3], row[-2])
            or any(
                is_new(*each) for each in (msgspec.json.decode(row[-1]) if row[-1] else {}).values()
            )
        ]

    def _contexts(self, units: Iterable[str]) -> list[Context]:
        return [
            Context(writer=each.writer, seq=each.from_seq, vv=dict(each.vector))
            for unit in units
            for each in self._changes.contexts(unit)
        ]

    def _known_by(self, unit: str) -> dict[str, int]:
        """Return the unit's own vector as its newest bundle stated it."""
        found = self._store.fetch("SELECT vector FROM stated WHERE peer = ?", [unit])
        return msgspec.json.decode(found[0][0], type=dict[str, int]) if found else {}

    def _held_blobs(self) -> list[str]:
        return [row[0] for row in self._store.fetch("SELECT sha256 FROM blobs ORDER BY sha256")]

    def _document_blobs(self, unit: str) -> list[Packed]:
        """Return the attachments of handed-down documents that the unit does not hold yet."""
        found = self._store.fetch("SELECT held FROM stated WHERE peer = ?", [unit])
        held = set(msgspec.json.decode(found[0][0], type=list[str])) if found else set()
        wanted = {
            attachment.sha256
            for document in self._store.documents.own()
            for attachment in document.attachments
        }
        packed = []
        for digest in sorted(wanted - held):
            row = self._store.fetch("SELECT data FROM blobs WHERE sha256 = ?", [digest])
            if row:
                packed.append(pack_blob(bytes(row[0][0])))
        return packed


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
