import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from msgspec.structs import replace

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.members import Member
from qtapp.domain.record import Reach
from qtapp.services.book import Book, accept_invitation, open_book
from qtapp.services.inbox import InboxState
from qtapp.store.changes import Changes
from qtapp.store.keys import key_file
from qtapp.store.shape import shape_of
from tests.make import PASSPHRASE, Clock, a_committee_book, an_environment

NAMES = ("Lò Văn Pản", "Lường Thị Inh", "Cà Văn Dọn")
ROLES = ("", "Bí thư", "Phó bí thư", "Chi ủy viên")
ROLE = shape_of(Member).columns.index("party_role")
CLOCKS = (2009, 2026, 2031)


@dataclass
class Written:
    """One edit: the value of a member's party_role, and the commit (writer, seq) that wrote it."""

    member: str
    value: str
    dot: tuple[str, int]


@dataclass
class Laptop:
    book: Book
    clock: Clock


def contents(book: Book, unit: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every register of the unit's rows with its version, as both sides can hold it."""
    store = book._store
    ids = dict(store.fetch("SELECT n, id FROM writers"))
    ids[0] = ""
    found: dict[str, list[tuple[object, ...]]] = {}
    for record in RECORDS:
        if Reach.UP not in record.reach or record.table == "conflicts":
            continue
        table = store.table(record)
        shape = table.shape
        number = store.unit_number(unit)
        rows = table.raw(number, [row[0] for row in table.all_raw(number)])
        for row in rows.values():
            for group, places in shape.groups.items():
                if any(shape.columns[i] not in shape.leaving for i in places):
                    continue
                lam, writer, seq = row.fields.get(group, row.version)
                values = tuple(row.values[i] for i in places)
                found.setdefault(record.table, []).append(
                    (row.id, group, values, row.deleted, lam, ids[writer], seq)
                )
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


class Exchanging(RuleBasedStateMachine):
    """Two copies of a cell's book and its commune, exchanging files that get lost, doubled, late."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(self.tmp())
        self.commune = a_committee_book(self.folder, cells=("Chi bộ bản Lướt",))
        self.unit = self.commune.units.cells()[0].id
        letter = self.folder / "mời.cbmoi"
        code = self.commune.exchange.invite(self.unit, letter)
        clock = Clock()
        first, _ = accept_invitation(
            letter, code, self.folder / "a.scb", PASSPHRASE, an_environment(clock=clock)
        )
        for name in NAMES:
            first.members.save(first.members.new(name))
        self.laptops = [Laptop(first, clock)]
        self.edits: list[Written] = []
        self.backups: list[Path] = []
        self.sent: list[tuple[str, Path]] = []
        self.count = 0
        self._clone(0)

    def tmp(self) -> str:
        import tempfile  # noqa: PLC0415 - hypothesis runs outlive a test's own folder

        return tempfile.mkdtemp(prefix="hai máy ")

    def _file(self) -> Path:
        self.count += 1
        return self.folder / f"tệp {self.count}"

    def _clone(self, place: int) -> None:
        source = self.laptops[place].book.path
        self._close(place)
        copy = self.folder / f"máy {self.count}.scb"
        self.count += 1
        shutil.copy(source, copy)
        shutil.copy(key_file(source), key_file(copy))
        self._open(place, source)
        clock = Clock()
        book = open_book(copy, an_environment(clock=clock), passphrase=PASSPHRASE)
        self.laptops.append(Laptop(book, clock))

    def _close(self, place: int) -> None:
        self.laptops[place].book.close()

    def _open(self, place: int, path: Path) -> None:
        laptop = self.laptops[place]
        laptop.book = open_book(path, an_environment(clock=laptop.clock), passphrase=PASSPHRASE)

    @rule(place=st.integers(0, 1), member=st.integers(0, 2), role=st.sampled_from(ROLES))
    def edit(self, place: int, member: int, role: str) -> None:
        book = self.laptops[place].book
        everybody = sorted(book.members.all(former=True), key=lambda each: each.id)
        if member < len(everybody):
            was = everybody[member]
            book.members.save(replace(was, party_role=role))
            if was.party_role != role:
                self.note(book, was.id, role)

    def note(self, book: Book, member: str, role: str) -> None:
        store = book._store
        row = store.members.raw(store.unit_number(self.unit), [member])[member]
        _, writer, seq = row.fields["party_role"]
        ids = dict(store.fetch("SELECT n, id FROM writers"))
        self.edits.append(Written(member=member, value=role, dot=(ids[writer], seq)))

    @rule(place=st.integers(0, 1), member=st.integers(0, 2))
    def remove(self, place: int, member: int) -> None:
        book = self.laptops[place].book
        everybody = sorted(book.members.all(former=True), key=lambda each: each.id)
        if member < len(everybody):
            book.members.remove(everybody[member].id)

    @rule(place=st.integers(0, 1))
    def send_up(self, place: int) -> None:
        self.sent.append(("up", self.laptops[place].book.exchange.make_up(self._file())))

    @rule()
    def send_down(self) -> None:
        self.sent.extend(("down", each) for each in self.commune.exchange.make_down(self._file()))

    @rule(pick=st.integers(0, 1_000), place=st.integers(0, 1))
    def deliver(self, pick: int, place: int) -> None:
        if not self.sent:
            return
        way, path = self.sent[pick % len(self.sent)]
        book = self.commune if way == "up" else self.laptops[place].book
        end = book.exchange.receive(path)[0]
        assert end.state in {InboxState.MERGED, InboxState.DUPLICATE}, end

    @rule(place=st.integers(0, 1), year=st.sampled_from(CLOCKS))
    def set_clock(self, place: int, year: int) -> None:
        clock = self.laptops[place].clock
        clock.now = clock.now.replace(year=year)

    @rule(place=st.integers(0, 1))
    def restart(self, place: int) -> None:
        path = self.laptops[place].book.path
        self._close(place)
        self._open(place, path)

    @rule(place=st.integers(0, 1))
    def back_up(self, place: int) -> None:
        copy = self._file()
        source = self.laptops[place].book.path
        self._close(place)
        shutil.copy(source, copy)
        self._open(place, source)
        self.backups.append(copy)

    @rule(place=st.integers(0, 1), pick=st.integers(0, 1_000))
    def restore(self, place: int, pick: int) -> None:
        if not self.backups:
            return
        path = self.laptops[place].book.path
        self._close(place)
        shutil.copy(self.backups[pick % len(self.backups)], path)
        self._open(place, path)

    def held(self) -> list[Written]:
        """Return the edits that some laptop's disk holds now."""
        return [
            each
            for each in self.edits
            if any(
                dict(laptop.book._store.fetch("SELECT id, seq FROM writers")).get(each.dot[0], 0)
                >= each.dot[1]
                for laptop in self.laptops
            )
        ]

    def is_kept(self, edit: Written) -> bool:
        """Whether an edit stands, or was knowingly overwritten by one that does."""
        changes = Changes(self.commune._store)
        return self.stands(edit) or any(
            other.member == edit.member
            and other.dot != edit.dot
            and changes.knew(*other.dot, *edit.dot)
            and self.stands(other)
            for other in self.edits
        )

    def stands(self, edit: Written) -> bool:
        """Whether an edit's value is live or a conflict, or a version that is had seen it."""
        store = self.commune._store
        changes = Changes(store)
        number = store.unit_number(self.unit)
        ids = dict(store.fetch("SELECT n, id FROM writers"))
        row = store.members.raw(number, [edit.member])[edit.member]
        _, writer, seq = row.fields.get("party_role", row.version)
        standing = [((ids[writer], seq), row.values[ROLE])]
        for each in store.conflicts.of(self.unit):
            if each.subject == edit.member and each.register == "party_role":
                _, writer, seq = store.conflicts.raw(number, [each.id])[each.id].version
                value = msgspec.json.decode(each.value)["party_role"]
                standing.append(((ids[writer], seq), value))
        return any(value == edit.value or changes.knew(*dot, *edit.dot) for dot, value in standing)

    def teardown(self) -> None:
        if not hasattr(self, "laptops"):
            return
        try:
            held = self.held()
            for _ in range(3):
                for laptop in self.laptops:
                    up = laptop.book.exchange.make_up(self._file())
                    self.commune.exchange.receive(up)
                    for down in self.commune.exchange.make_down(self._file()):
                        laptop.book.exchange.receive(down)
            assert [each for each in held if not self.is_kept(each)] == []
            wanted = contents(self.commune, self.unit)
            for laptop in self.laptops:
                assert contents(laptop.book, self.unit) == wanted
                standing = {each.conflict.id for each in laptop.book.exchange.conflicts()}
                assert standing == {
                    each.conflict.id for each in self.laptops[0].book.exchange.conflicts()
                }
        finally:
            for book in (*(each.book for each in self.laptops), self.commune):
                book.close()
            shutil.rmtree(self.folder)


TestExchanging = Exchanging.TestCase
TestExchanging.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
