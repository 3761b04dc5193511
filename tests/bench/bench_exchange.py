import itertools
import shutil
import sqlite3
from pathlib import Path

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.ids import derived_id, uuid7
from qtapp.services.book import Book, accept_invitation
from tests.bench.conftest import Table, seconds
from tests.make import PASSPHRASE, a_committee_book, an_environment, some_random

SESSIONS, MEMBERS = 400, 50


def rows_of(unit: str) -> list[Attendance]:
    draw = some_random("attendance")
    sessions = [uuid7(1_760_000_000_000 + 86_400_000 * i, draw(10)) for i in range(SESSIONS)]
    members = [uuid7(1_750_000_000_000 + i, draw(10)) for i in range(MEMBERS)]
    return [
        Attendance(
            id=derived_id(session, member),
            unit=unit,
            session=session,
            member=member,
            status=AttendanceStatus.PRESENT,
        )
        for session in sessions
        for member in members
    ]


def test_attendance_between_two_books(tmp_path: Path, table: Table) -> None:
    commune = a_committee_book(tmp_path, cells=("Chi bộ thôn Suối Mẫu",))
    letter = tmp_path / "mời.cbmoi"
    code = commune.exchange.invite(commune.units.cells()[0].id, letter)
    cell, _ = accept_invitation(letter, code, tmp_path / "cb.scb", PASSPHRASE, an_environment())
    records = rows_of(cell.units.own().id)
    cell._store.attendance.put_all(records)
    commune.close()
    number = itertools.count()
    size = 0

    def ours() -> float:
        nonlocal size
        folder = tmp_path / str(next(number))
        folder.mkdir()
        for name in (commune.path.name, commune.path.name + ".keys"):
            shutil.copy(tmp_path / name, folder / name)
        other = _open(folder / commune.path.name)

        def work() -> None:
            path = cell.exchange.make_up(folder / "usb")
            assert other.exchange.receive(path)[0].rows >= len(records)

        taken = seconds(work)
        size = next((folder / "usb").iterdir()).stat().st_size
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

    table.compare("20,000 attendance rows, export + import / plain SQLite", ours, floor, 6)
    table.note("bytes of that bundle", f"{size:,}", "", "<= 500,000 (next)")
    cell.close()


def _open(path: Path) -> Book:
    from qtapp.services.book import open_book  # noqa: PLC0415 - beside its use

    return open_book(path, an_environment(), passphrase=PASSPHRASE)
