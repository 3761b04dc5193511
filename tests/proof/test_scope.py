import random
from dataclasses import dataclass
from enum import EnumMeta

import msgspec
import pytest

from qtapp.bundle.manifest import new_manifest
from qtapp.bundle.seal import seal
from qtapp.bundle.sections import Table as Section, pack_table
from qtapp.bundle.writers import Context, Writer, pack_writers
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import BundleError, BundleUntrusted
from qtapp.domain.record import Reach, Record
from qtapp.domain.units import UnitKind
from qtapp.services.book import Book, accept_invitation
from qtapp.services.identity import Signature
from qtapp.services.inbox import InboxState, Received
from qtapp.store.shape import shape_of
from tests.make import PASSPHRASE, a_cell_book, a_committee_book, an_environment, an_id
from tests.proof.dumps import Dump, whole
from tests.proof.forge import file_of
from tests.proof.profile import chosen

SAMPLES = ("0" * 32, "Lò Văn Pản", "2026-11-20", "", 1, 0, None, "[]")
OPERATIONS = ("insert", "overwrite", "delete", "theft", "stolen writer")
HIGH = 1 << 49
"""A version above everything that is there: nobody is refused for being late."""


@dataclass
class Scene:
    """A province, a commune, two cells and a committee that nobody here has heard of."""

    books: dict[str, Book]
    folder: object

    def unit(self, name: str) -> str:
        return self.books[name]._store.unit


@dataclass(frozen=True)
class Attempt:
    """Who writes what of whose, and to whom; `up` says with which of its chains the writer signs."""

    to: str
    signer: str
    up: bool
    owner: str
    record: type[Record]
    operation: str

    def is_allowed(self) -> bool:
        """Whether sync.md §4.4 lets this pass; written from the specification alone."""
        below = {"province": {"commune"}, "commune": {"cell", "other cell"}}
        leads = self.signer in {"province", "commune"}
        rises = (Reach.FORWARD if leads else Reach.UP) in self.record.reach
        if self.operation == "stolen writer":
            return False
        if self.up and self.signer in below.get(self.to, set()):
            return self.owner == self.signer and rises
        if not self.up and self.to in below.get(self.signer, set()):
            if self.owner == self.to:
                return bool(self.record.reach & (Reach.UP | Reach.FORWARD))
            if self.owner == self.signer or self.signer in below.get(self.owner, set()):
                return Reach.DOWN in self.record.reach
            return False
        return self.signer == self.to == self.owner and rises  # another computer of the same unit


def joined(above: Book, name: str, kind: UnitKind, folder) -> Book:
    unit = above.units.add(name, kind)
    letter = folder / f"{name}.cbmoi"
    code = above.exchange.invite(unit.id, letter)
    path = folder / f"{name}.scb"
    book, _ = accept_invitation(letter, code, path, PASSPHRASE, an_environment())
    return book


def raw_row(record: type[Record]) -> dict[str, object]:
    """Return values of every column that fit their types and say nothing."""
    shape = shape_of(record)
    row = shape.blank()
    for column in shape.columns:
        if column not in row:
            hint = shape.types[shape.columns.index(column)]
            words = [each.value for each in hint] if isinstance(hint, EnumMeta) else SAMPLES
            row[column] = next(each for each in words if fits(shape, column, each))
    return row


def fits(shape, column: str, value: object) -> bool:
    try:
        shape.check_column(column, [value])
    except (msgspec.MsgspecError, TypeError):
        return False
    return True


def filled(book: Book, name: str) -> None:
    """Put one row of every table into a book, all with ids of their own."""
    store = book._store
    for place, record in enumerate(RECORDS):
        shape = shape_of(record)
        row = raw_row(record)
        (made,) = shape.from_rows(
            [store.unit],
            [an_id(0x1000 * (1 + sorted(OWNERS).index(name)) + place)],
            [[row[column] for column in shape.columns]],
        )
        store.table(record).put(made)


OWNERS = ("province", "commune", "cell", "other cell")


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phạm vi")
    province = a_committee_book(folder, "Đảng ủy tỉnh Mẫu")
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, folder)
    cell = joined(commune, "Chi bộ bản Lướt", UnitKind.CELL, folder)
    other = joined(commune, "Chi bộ bản Pó", UnitKind.CELL, folder)
    stranger = a_committee_book(folder, "Đảng ủy xã Lạ")
    loner = a_cell_book(folder, "Chi bộ Lạ")
    books = {
        "province": province,
        "commune": commune,
        "cell": cell,
        "other cell": other,
        "stranger": stranger,
    }
    for name in OWNERS:
        filled(books[name], name)
    for below, above in (("cell", "commune"), ("other cell", "commune"), ("commune", "province")):
        usb = folder / f"lên {below}"
        (end,) = books[above].exchange.receive(books[below].exchange.make_up(usb))
        assert end.state is InboxState.MERGED
    for above in ("province", "commune"):
        for path in books[above].exchange.make_down(folder / f"xuống {above}"):
            for name in ("commune", "cell", "other cell"):
                books[name].exchange.receive(path)
    for book in books.values():
        book.exchange.receive(folder / "không có gì")  # so that it has looked at its inbox once
    yield Scene(books, folder)
    for book in (*books.values(), loner):
        book.close()


def signature_of(book: Book, *, up: bool) -> Signature:
    identity = book.exchange._identity
    return identity.towards_superior() if up else identity.towards_subordinates()


def section_of(attempt: Attempt, scene: Scene) -> Section:
    shape = shape_of(attempt.record)
    place = RECORDS.index(attempt.record)
    ids = {each: an_id(0x1000 * (1 + sorted(OWNERS).index(each)) + place) for each in OWNERS}
    row_id = {
        "insert": an_id(0xFFFF),
        "theft": ids["other cell" if attempt.owner != "other cell" else "cell"],
    }.get(attempt.operation, ids[attempt.owner])
    row = raw_row(attempt.record)
    columns = ("id", *shape.leaving, "deleted")
    values = {**row, "id": row_id, "deleted": int(attempt.operation == "delete")}
    return Section(
        name=attempt.record.table,
        columns=columns,
        data=[[values[each]] for each in columns],
        lam=[HIGH],
        writer=[0],
        seq=[1],
        registers={
            name: group
            for name, group in shape.register_of.items()
            if name in columns and name != group
        },
    )


def carry_out(attempt: Attempt, scene: Scene, place: int) -> Received:
    """Write, sign and hand over the bundle; it also claims whatever it can of everybody's work."""
    book, target = scene.books[attempt.signer], scene.books[attempt.to]
    signature = signature_of(book, up=attempt.up)
    owner = scene.unit(attempt.owner)
    sql = "SELECT w.id FROM writers w JOIN owners o ON o.n = w.unit WHERE o.id <> ?"
    others = [row[0] for row in target._store.fetch(sql, [owner])]
    writer = (
        others[place % len(others)]
        if attempt.operation == "stolen writer"
        else an_id(0xABC000 + place)
    )
    manifest = new_manifest(
        id=an_id(0xDEF000 + place),
        kind="up" if attempt.up else "down",
        unit=scene.unit(attempt.signer),
        signer=an_id(0xABC000 + place),
        vv=dict.fromkeys([writer, *others], 1 << 40),
    )
    listed = pack_writers(
        [Writer(id=writer, unit=owner, seq=1 << 40)],
        [Context(writer=0, seq=1, seen=[(0, 1 << 40)])],
    )
    packed = [listed, *pack_table(section_of(attempt, scene))]
    recipients = [target.exchange._identity.device_keys().recipient]
    sealed = seal(manifest, packed, signature.keys, signature.chain, recipients)
    path = scene.folder / "gói"
    path.write_bytes(file_of(sealed, manifest.id, manifest.kind))
    (end,) = target.exchange.receive(path)
    return end


def foreign(dump: Dump, book: Book, allowed: set[str]) -> Dump:
    """Return the part of a dump that is neither a unit's in `allowed` nor local bookkeeping."""
    numbers = {book._store.unit_number(each) for each in allowed}
    kept: Dump = {}
    for record in RECORDS:
        kept[record.table] = [row for row in dump[record.table] if row[0] not in numbers]
    kept["writers"] = [row for row in dump["writers"] if row[2] not in numbers]
    known = {row[0] for row in kept["writers"]}
    kept["knows"] = [row for row in dump["knows"] if row[0] in known]
    return kept


def every_attempt() -> list[Attempt]:
    signers = [
        *(("province", False), ("commune", False), ("stranger", False)),
        *(("commune", True), ("cell", True), ("other cell", True)),
    ]
    attempts = [
        Attempt(to, signer, up, owner, record, operation)
        for to in ("province", "commune", "cell")
        for signer, up in signers
        for owner in OWNERS
        for record in RECORDS
        for operation in OPERATIONS
    ]
    random.Random(4).shuffle(attempts)  # noqa: S311 - an order, no secret
    return attempts


def test_nobody_writes_what_is_not_theirs(scene):
    for book in scene.books.values():
        book.exchange.receive(scene.folder / "lên cell")
    wrong = []
    for place, attempt in enumerate(every_attempt()[: chosen(700, None)]):
        book = scene.books[attempt.to]
        before = whole(book._store)
        end = carry_out(attempt, scene, place)
        after = whole(book._store)
        if attempt.is_allowed():
            theirs = {scene.unit(attempt.owner)}
            if end.reason is not None or foreign(before, book, theirs) != foreign(
                after, book, theirs
            ):
                wrong.append((attempt, end))
        elif before != after or not isinstance(end.reason, BundleError):
            wrong.append((attempt, end))
    assert wrong == []
    for name in ("province", "commune", "cell"):
        listed = scene.books[name].exchange.inbox()
        refused = [each for each in listed if each.state is InboxState.QUARANTINED]
        assert refused
        assert all(each.reason for each in refused)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_a_revoked_computer_writes_nothing(scene, record):
    commune = scene.books["commune"]
    serial = signature_of(scene.books["other cell"], up=True).chain[-1].serial
    commune.exchange.revoke(scene.unit("other cell"), [serial])
    attempt = Attempt("commune", "other cell", True, "other cell", record, "overwrite")
    before = whole(commune._store)
    end = carry_out(attempt, scene, 50_000 + RECORDS.index(record))
    assert whole(commune._store) == before
    assert isinstance(end.reason, BundleUntrusted)
    assert end.reason.why == "revoked"
    commune._store.write("DELETE FROM revocations WHERE id = ?", [serial])


def test_what_was_signed_for_one_is_not_anothers_when_passed_on(scene):
    path = scene.books["other cell"].exchange.make_up(scene.folder / "chuyển tiếp")
    for name in ("province", "cell", "stranger"):
        book = scene.books[name]
        before = whole(book._store)
        (end,) = book.exchange.receive(path)
        assert isinstance(end.reason, BundleError)
        assert whole(book._store) == before
