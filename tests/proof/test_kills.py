import hashlib
import resource
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qtapp.bundle import part
from qtapp.domain.errors import StoreError
from qtapp.services.book import Book
from qtapp.services.inbox import InboxState
from qtapp.store.driver import connect
from qtapp.store.keys import key_file
from qtapp.store.ledger import RolledBack
from qtapp.store.store import open_store
from tests.make import Clock, a_writer, an_environment
from tests.proof.crashes import died, events_of
from tests.proof.dumps import Dump, comparable, whole
from tests.proof.profile import chosen
from tests.services.pairs import a_pair

EVENTS = chosen(60, 3_000)
MOMENTS = chosen(60, 1_500)


@dataclass
class Bench:
    """Closed books to begin from, their keys, and a folder in which each attempt is made anew."""

    folder: Path
    work: Path
    keys: dict[str, bytes]
    unit: str
    bundle: Path

    def fresh(self) -> None:
        """Lay out both books as they were, and nothing else."""
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        for name in self.keys:
            shutil.copyfile(self.folder / name, self.work / name)
            shutil.copyfile(key_file(self.folder / name), key_file(self.work / name))

    def book(self, name: str) -> Book:
        store = open_store(self.work / name, self.keys[name], a_writer(), Clock())
        return Book(store, self.keys[name], an_environment())


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cúp điện")
    pair = a_pair(folder, members=5)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(folder / "usb 1"))
    member = pair.cell.members.all()[0]
    pair.cell.members.remove(member.id)
    pair.cell.members.save(pair.cell.members.new("Cầm Thị Muộn"))
    bundle = pair.cell.exchange.make_up(folder / "usb 2")
    keys = {"xã.scb": pair.commune._key, "chi bộ.scb": pair.cell._key}
    paths = {"xã.scb": pair.commune.path, "chi bộ.scb": pair.cell.path}
    pair.commune.close()
    pair.cell.close()
    for name, path in paths.items():
        shutil.copyfile(path, folder / name)
        shutil.copyfile(key_file(path), key_file(folder / name))
    shutil.rmtree(folder / f"{paths['xã.scb'].name}.inbox")
    return Bench(folder, folder / "nơi làm", keys, pair.unit, bundle)


def killed_everywhere(bench: Bench, work: Callable[[], object], check: Callable[[], None]) -> int:
    """Kill `work` at points spread over all of it, in order and by the clock, and check after each."""
    bench.fresh()
    events = events_of(work)
    deaths = 0
    for point in range(EVENTS):
        bench.fresh()
        deaths += died(work, at_event=1 + point * events // EVENTS)
        check()
    for point in range(MOMENTS):
        bench.fresh()
        deaths += died(work, after=1e-4 + point * 12e-3 / MOMENTS)
        check()
    return deaths


def test_an_import_that_is_killed_is_done_whole_or_not_at_all(bench):
    bench.fresh()
    commune = bench.book("xã.scb")
    before = whole(commune._store)
    (end,) = commune.exchange.receive(bench.bundle)
    assert end.state is InboxState.MERGED
    wanted = comparable(commune._store, bench.unit)
    commune.close()

    def work() -> None:
        book = bench.book("xã.scb")
        book.exchange.receive(bench.bundle)
        book.close()

    def check() -> None:
        book = bench.book("xã.scb")
        book.verify()
        merged = comparable(book._store, bench.unit) == wanted
        assert merged or records_of(whole(book._store)) == records_of(before)
        listed = {each.state for each in book.exchange.inbox()}
        (end,) = book.exchange.receive(bench.bundle)
        assert end.state is (InboxState.DUPLICATE if merged else InboxState.MERGED), (end, listed)
        assert comparable(book._store, bench.unit) == wanted
        kept = list((bench.work / "xã.scb.inbox").glob("*.cbdl"))
        assert [each.stem for each in kept] == [
            hashlib.sha256(each.read_bytes()).hexdigest() for each in kept
        ]
        book.close()

    assert killed_everywhere(bench, work, check) > EVENTS * 9 // 10


def test_a_stick_of_files_whose_import_is_killed_is_taken_in_whole_or_not_at_all(bench):
    bench.fresh()
    cell = bench.book("chi bộ.scb")
    stick = bench.folder / "usb nhiều"
    for number in range(3):
        cell.members.save(cell.members.new(f"Cầm Thị Muộn {number}"))
        path = cell.exchange.make_up(bench.folder / "khác")
        stick.mkdir(exist_ok=True)
        path.rename(stick / f"CB{number}.cbdl")
    cell.close()
    bench.fresh()
    commune = bench.book("xã.scb")
    before = whole(commune._store)
    assert {each.state for each in commune.exchange.receive(stick)} == {InboxState.MERGED}
    wanted = comparable(commune._store, bench.unit)
    commune.close()

    def work() -> None:
        book = bench.book("xã.scb")
        book.exchange.receive(stick)
        book.close()

    def check() -> None:
        book = bench.book("xã.scb")
        book.verify()
        merged = comparable(book._store, bench.unit) == wanted
        assert merged or records_of(whole(book._store)) == records_of(before)
        states = {each.state for each in book.exchange.receive(stick)}
        assert states == {InboxState.DUPLICATE if merged else InboxState.MERGED}
        assert comparable(book._store, bench.unit) == wanted
        kept = list((bench.work / "xã.scb.inbox").glob("*.cbdl"))
        assert kept
        assert [each.stem for each in kept] == [
            hashlib.sha256(each.read_bytes()).hexdigest() for each in kept
        ]
        book.close()

    assert killed_everywhere(bench, work, check) > EVENTS * 9 // 10


def records_of(dump: Dump) -> Dump:
    """Return what an import that did not happen must not touch; its raw file may have been noted."""
    return {name: rows for name, rows in dump.items() if name not in {"inbox", "facts"}}


def test_an_export_that_is_killed_leaves_whole_files_only(bench):
    bench.fresh()
    cell = bench.book("chi bộ.scb")
    made = cell._store.fetch("SELECT max(n) FROM outbox")[0][0]
    cell.close()

    def work() -> None:
        book = bench.book("chi bộ.scb")
        book.exchange.make_up(bench.work / "usb")
        book.close()

    def check() -> None:
        files = list((bench.work / "usb").glob("CB*.cbdl"))
        for each in files:
            part.read_part(each)
        book = bench.book("chi bộ.scb")
        book.verify()
        noted = book._store.fetch("SELECT name FROM outbox WHERE n > ?", [made])
        assert {row[0] for row in noted} <= {each.name for each in files}
        part.read_part(book.exchange.make_up(bench.work / "usb"))
        book.close()

    assert killed_everywhere(bench, work, check) > EVENTS * 9 // 10


def test_a_backup_that_is_killed_leaves_a_whole_copy_or_none(bench):
    def work() -> None:
        book = bench.book("chi bộ.scb")
        book.back_up(bench.work / "sao lưu")
        book.close()

    def check() -> None:
        for copy in (bench.work / "sao lưu").glob("*.scb"):
            store = open_store(copy, bench.keys["chi bộ.scb"], a_writer(), Clock())
            store.verify()
            assert key_file(copy).exists()
            store.close()
        book = bench.book("chi bộ.scb")
        book.verify()
        book.close()

    assert killed_everywhere(bench, work, check) > EVENTS * 9 // 10


def test_a_backup_that_does_not_fit_leaves_nothing_under_its_name(bench):
    bench.fresh()
    size = (bench.work / "chi bộ.scb").stat().st_size

    def work(most: int) -> None:
        book = bench.book("chi bộ.scb")
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with pytest.raises(StoreError):
            book.back_up(bench.work / "sao lưu")

    for most in range(0, size, chosen(20_000, 1_000)):
        assert not died(lambda: work(most))  # noqa: B023 - done at once
        assert list((bench.work / "sao lưu").glob("*.scb*")) == []
    book = bench.book("chi bộ.scb")
    book.verify()
    book.close()


def test_of_an_import_whose_writes_reach_the_disk_in_part_all_or_nothing_is_there(bench):
    bench.fresh()
    book = bench.book("xã.scb")
    before = whole(book._store)
    book._store.fetch("PRAGMA wal_autocheckpoint = 0")
    book.exchange.receive(bench.bundle)
    wanted = comparable(book._store, bench.unit)
    cut = bench.folder / "mất điện"
    cut.mkdir()
    log = "xã.scb-wal"
    for name in ("xã.scb", log):
        shutil.copyfile(bench.work / name, cut / name)
    book.close()
    written = (cut / log).read_bytes()

    def power_returns(kept: bytes) -> bool:
        """Open the book with what was kept of its log, and return whether the import is in it."""
        bench.fresh()
        shutil.copyfile(cut / "xã.scb", bench.work / "xã.scb")
        (bench.work / log).write_bytes(kept)
        book = bench.book("xã.scb")
        book.verify()
        is_there = comparable(book._store, bench.unit) == wanted
        assert is_there or records_of(whole(book._store)) == records_of(before)
        assert book.exchange.receive(bench.bundle)[0].reason is None
        assert comparable(book._store, bench.unit) == wanted
        book.close()
        return is_there

    assert power_returns(written)
    found = set()
    for length in range(0, len(written), chosen(4_001, 257)):
        found.add(power_returns(written[:length]))
        # A disk writes its sectors in any order: one in the middle may be missing though later ones are there.
        found.add(power_returns(written[:length] + bytes(512) + written[length + 512 :]))
    assert found == {False}


def test_what_fails_so_that_the_book_takes_back_its_whole_transaction_is_told_apart(bench):
    bench.fresh()

    def work() -> None:
        book = bench.book("chi bộ.scb")
        store = book._store
        store.fetch("PRAGMA cache_size = 10")  # so that it is written in the middle, not at the end

        def fills() -> None:
            with store.transaction():
                book.members.save(book.members.new("Người Một"))
                with store.attempt():
                    store.members.put_all(book.members.new(f"Người {n}") for n in range(5_000))

        most = 300_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        with pytest.raises(RolledBack):
            fills()
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        assert len(book.members.all()) == 5
        book.members.save(book.members.new("Người Một"))
        assert len(book.members.all()) == 6
        book.close()

    assert not died(work)


def test_what_is_committed_lies_on_the_disk_before_anything_else_happens(bench):
    bench.fresh()
    connection = connect(bench.work / "xã.scb", bench.keys["xã.scb"])
    full = 2
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == full
    connection.close()
