import itertools
import os
import resource
import shutil
import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.ids import derived_id, uuid7
from qtapp.domain.members import Member
from qtapp.services.book import Book, accept_invitation, open_book
from qtapp.services.inbox import InboxState
from qtapp.store.keys import key_file
from tests.bench.conftest import Table, both_seconds, seconds
from tests.make import PASSPHRASE, Clock, a_committee_book, an_environment, some_random
from tests.services.pairs import Pair, a_pair, marks_of, reopened

SESSIONS, MEMBERS = 400, 50
BUNDLES = int(os.environ.get("BENCH_BUNDLES", "200"))
"""How many cells report to one committee; 4,000 for the whole soak, which takes some minutes."""
ROWS = 150
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "500"))


def joined(tmp_path: Path) -> Pair:
    """Return a pair whose cell holds 20,000 rows of attendance and has sent nothing."""
    pair = a_pair(tmp_path, members=0)
    pair.cell._store.attendance.put_all(marks_of(pair.unit, SESSIONS, MEMBERS))
    return pair


def size_of(folder: Path) -> int:
    """Return the bytes of the one bundle in a folder."""
    (path,) = folder.iterdir()
    return path.stat().st_size


def test_attendance_between_two_books(tmp_path: Path, table: Table) -> None:
    pair = joined(tmp_path)
    cell, records = pair.cell, marks_of(pair.unit, SESSIONS, MEMBERS)
    pair.commune.close()
    number = itertools.count()
    size = 0

    def ours() -> float:
        nonlocal size
        folder = tmp_path / str(next(number))
        folder.mkdir()
        for each in (pair.commune.path, key_file(pair.commune.path)):
            shutil.copy(each, folder / each.name)
        other = open_book(folder / pair.commune.path.name, an_environment(), passphrase=PASSPHRASE)

        def work() -> None:
            path = cell.exchange.make_up(folder / "usb", whole=True)
            assert other.exchange.receive(path)[0].rows >= len(records)

        taken = seconds(work)
        size = size_of(folder / "usb")
        other.close()
        return taken

    def floor() -> float:
        plain = sqlite3.connect(tmp_path / f"plain{next(number)}.db")
        plain.execute(
            "CREATE TABLE a (id TEXT PRIMARY KEY, unit TEXT, session TEXT, member TEXT,"
            " status TEXT, reason TEXT, made_up_on TEXT)"
        )
        values = [
            (a.id, a.unit, a.session, a.member, a.status.value, a.reason, None) for a in records
        ]

        def work() -> None:
            plain.executemany("INSERT INTO a VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            plain.commit()

        taken = seconds(work)
        plain.close()
        return taken

    table.compare("20,000 attendance rows, export + import / plain SQLite", ours, floor, 5)
    table.note("bytes of that bundle", f"{size:,}", "", "<= 500,000")
    assert size <= 500_000
    book, plain = tmp_path / "gọn.scb", next(tmp_path.glob("plain*.db"))
    cell._store.copy_to(book, cell._key)
    sizes = book.stat().st_size, plain.stat().st_size
    table.note(
        "bytes of the book / of the plain table", f"{sizes[0]:,}", f"{sizes[1]:,}", "<= 1.5 x"
    )
    assert sizes[0] <= 1.5 * sizes[1]
    cell.close()


def test_little_news_between_two_large_books(tmp_path: Path, table: Table) -> None:
    pair = joined(tmp_path)
    count = itertools.count()

    def a_round(change: Callable[[], object]) -> tuple[float, float, int]:
        """Return the seconds of one export and import after a change, of them on the CPU, and the bytes."""
        change()
        folder = tmp_path / f"usb {next(count)}"

        def work() -> None:
            (end,) = pair.commune.exchange.receive(pair.cell.exchange.make_up(folder))
            assert end.state is InboxState.MERGED

        taken, busy = both_seconds(work)
        answer(pair, tmp_path / f"xuống {next(count)}")
        return taken, busy, size_of(folder)

    def a_percent() -> None:
        place = next(count)
        pair.cell._store.attendance.put_all(
            replace(each, status=AttendanceStatus.EXCUSED, reason=f"ốm, giấy số {place}{row:03}")
            for row, each in enumerate(pair.cell._store.attendance.own()[place % 90 :: 100])
        )

    for _ in range(2):
        a_round(lambda: None)
    # age adds a different bit of noise to every file, up to 170 bytes: only many tell its middle.
    for name, change, rounds, most_ms, most_bytes in (
        ("no change", lambda: None, 101, 15, 1_024),
        ("1 % changed", a_percent, 15, 20, 8_192),
    ):
        found = [a_round(change) for _ in range(rounds)]
        middle = statistics.median(each[0] for each in found) * 1000
        busy = statistics.median(each[1] for each in found) * 1000
        size = statistics.median(each[2] for each in found) - certificate_bytes(pair)
        table.note(
            f"{name} in 20,000 rows, export + import",
            f"{middle:.1f} ms",
            f"CPU {busy:.1f} ms",
            f"<= {most_ms} ms",
        )
        table.note(f"{name}, bytes without certificates", f"{size:,}", "", f"<= {most_bytes:,}")
        assert size <= most_bytes
    pair.cell.close()
    pair.commune.close()


def certificate_bytes(pair: Pair) -> int:
    """Return how many bytes the chain of the cell's certificates takes in a bundle."""
    chain = pair.cell.exchange._identity.towards_superior().chain[1:]
    return sum(4 * -(-len(each.raw) // 3) + 3 for each in chain)


def answer(pair: Pair, folder: Path) -> None:
    """Send the commune's bundle down to the cell: it confirms."""
    for each in pair.commune.exchange.make_down(folder):
        pair.cell.exchange.receive(each)


def test_bundles_of_many_cells(tmp_path: Path, table: Table) -> None:
    commune = a_committee_book(tmp_path)
    sticks = tmp_path / "usb"
    letter, path = tmp_path / "mời.cbmoi", tmp_path / "cb.scb"
    for number in range(BUNDLES):
        unit = commune.units.add(f"Chi bộ {number}")
        code = commune.exchange.invite(unit.id, letter)
        cell, _ = accept_invitation(letter, code, path, PASSPHRASE, an_environment())
        cell._store.attendance.put_all(marks_of(unit.id, ROWS // 30, 30))
        cell.exchange.make_up(sticks)
        cell.close()
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
    commune = reopened(commune, lambda: None)
    folders = []
    for place, each in enumerate(sorted(sticks.iterdir())):
        folder = tmp_path / f"đống {place * 4 // BUNDLES}"
        folder.mkdir(exist_ok=True)
        folders.append(each.rename(folder / each.name).parent)
    times, busy = zip(
        *(
            each_of(len(list(folder.iterdir())), commune, folder)
            for folder in dict.fromkeys(folders)
        ),
        strict=True,
    )
    again = sum(
        seconds(lambda folder=folder: taken(commune, folder, InboxState.DUPLICATE))
        for folder in dict.fromkeys(folders)
    )
    quarters = " ".join(f"{each:.2f}" for each in times)
    table.note(
        f"{BUNDLES:,} bundles of {ROWS} rows: each",
        f"{max(times):.2f} ms",
        f"{quarters}; CPU {' '.join(f'{each:.2f}' for each in busy)}",
        "<= 4 ms",
    )
    table.note("the same again: each", f"{again / BUNDLES * 1000:.3f} ms", "", "<= 0.05 ms")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    table.note("memory at the end of all this", f"{most} MB", "", "<= 300 MB")
    commune.close()


def each_of(count: int, commune: Book, folder: Path) -> list[float]:
    """Return the milliseconds, by the clock and of computing, that each of so many new bundles takes."""
    work = both_seconds(lambda: taken(commune, folder, InboxState.MERGED))
    return [each / count * 1000 for each in work]


def taken(commune: Book, folder: Path, state: InboxState) -> None:
    assert {each.state for each in commune.exchange.receive(folder)} == {state}


def test_a_life_of_ten_years(tmp_path: Path, table: Table) -> None:
    pair = a_pair(tmp_path, members=30)
    clock = Clock()
    times: list[float] = []
    sizes: list[int] = []
    for number in range(ROUNDS):
        clock.forward(days=7)
        pair.cell.close()
        pair.cell = open_book(pair.cell.path, an_environment(clock=clock), passphrase=PASSPHRASE)
        a_week(pair.cell, number)
        path = pair.cell.exchange.make_up(tmp_path / "lên" / str(number))
        sizes.append(path.stat().st_size)
        times.append(seconds(lambda path=path: pair.commune.exchange.receive(path)))
        answer(pair, tmp_path / "xuống" / str(number))
    tenth = ROUNDS // 10
    early = statistics.median(times[tenth - 10 : tenth + 10])
    late = statistics.median(times[-20:])
    table.note(
        f"import of round {ROUNDS} / round {tenth}",
        f"{late * 1000:.2f} ms",
        f"{early * 1000:.2f} ms",
        f"<= 1.2; {late / early:.2f}",
    )
    table.note(
        "bytes of its bundle",
        f"{max(sizes[-20:]):,}",
        f"{max(sizes[tenth - 10 : tenth + 10]):,}",
        "bounded",
    )
    pair.cell.close()
    pair.commune.close()


def a_week(cell: Any, number: int) -> None:
    """Mark everybody at a session of the week, and change an old mark and a member."""
    store = cell._store
    people = store.members.own()
    session = uuid7(1_760_000_000_000 + 604_800_000 * number, some_random(number)(10))
    store.attendance.put_all(
        Attendance(
            id=derived_id(session, each.id),
            unit=each.unit,
            session=session,
            member=each.id,
            status=AttendanceStatus.PRESENT,
        )
        for each in people
    )
    someone: Member = people[number % len(people)]
    store.members.put(replace(someone, gov_role=f"việc {number}"))
