"""The demonstration: one commune and its cells, from an Excel list to a report nobody typed.

It drives the services as the window does and has nothing of its own but invented words.
"""

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from qtapp.demo_cell import (
    collect_essays,
    decide_tasks,
    mark_attendance,
    plan_next_session,
    plan_session,
    plan_study,
)
from qtapp.domain.documents import DocumentType
from qtapp.domain.errors import FolderReadOnly, StoreExists
from qtapp.domain.figures import Figures
from qtapp.domain.units import UnitKind
from qtapp.domain.waves import Intensity, Wave
from qtapp.paths import resource, save_file
from qtapp.services.book import Book, accept_invitation, create_book
from qtapp.services.environment import Environment, Report, silent

PASSPHRASE = "suối mẫu trong xanh"  # noqa: S105 - shown to everybody: invented people live here
COMMUNE = "Đảng ủy xã Suối Mẫu"

_BOOKS = "Sổ"
_INVITATIONS = "Thư mời"
_DOWN = "Gói dữ liệu/Xã gửi xuống"
_UP = "Gói dữ liệu/Chi bộ gửi lên"
_PAPERS = "Giấy tờ"
_FOLDERS = (_BOOKS, _INVITATIONS, _DOWN, _UP, _PAPERS)


class DemoPlace(Struct, frozen=True, kw_only=True):
    """A file the demonstration made, and what it is, in Vietnamese."""

    path: Path
    what: str


class DemoAccount(Struct, frozen=True, kw_only=True):
    """What was made: where it lies and which figures came out."""

    folder: Path
    passphrase: str
    books: Sequence[Path]
    """The committee's book first, then one for each cell."""
    places: Sequence[DemoPlace]
    wave_name: str
    total: Figures
    units: Sequence[tuple[str, Figures]]
    missing: Sequence[str]

    def as_data(self) -> dict[str, Any]:
        """Return the account as plain JSON values."""
        return {
            "folder": str(self.folder),
            "passphrase": self.passphrase,
            "books": [str(path) for path in self.books],
            "places": [{"path": str(each.path), "what": each.what} for each in self.places],
            "wave": self.wave_name,
            "total": msgspec.to_builtins(self.total),
            "units": {name: msgspec.to_builtins(figures) for name, figures in self.units},
            "missing": list(self.missing),
        }


def build_demo(
    folder: Path, environment_for: Callable[[str], Environment], report: Report = silent
) -> DemoAccount:
    """Build the demonstration in `folder`, which must be new or empty, and say what lies there.

    `environment_for` gives each book the world of its own computer. Raises StoreExists for a folder
    that holds something, FolderReadOnly or DiskFull; `report` may raise Cancelled. Nothing is left
    behind then.
    """
    _prepare(folder)
    try:
        with ExitStack() as stack:
            return _Demo(folder, environment_for, report, stack).build()
    except BaseException:
        for name in _FOLDERS:
            shutil.rmtree(folder / Path(name).parts[0], ignore_errors=True)
        raise


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StoreExists(str(folder), folder=True)
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreExists(str(folder)) from error
    except OSError as error:
        raise FolderReadOnly(str(folder)) from error


class _Demo:
    """One run: the books are open until its end."""

    def __init__(
        self,
        folder: Path,
        environment_for: Callable[[str], Environment],
        report: Report,
        stack: ExitStack,
    ) -> None:
        self._folder = folder
        self._environment_for = environment_for
        self._report = report
        self._stack = stack
        self._places: list[DemoPlace] = []
        self._done = 0
        self._steps = 1

    def build(self) -> DemoAccount:
        """Live through the wave, step by step."""
        commune = self._new_book(COMMUNE)
        source = commune.importing.read(resource("sample/danh-sach-dang-vien-mau.xlsx"))
        names = list(dict.fromkeys(row.cell for row in source.rows if row.cell))
        self._steps = 6 * len(names) + 4
        _letterhead(commune, "ĐẢNG BỘ TỈNH MẪU", "T/M BAN THƯỜNG VỤ", "Hoàng Minh Suối")
        wave = _open_wave(commune)
        cells = [self._joined_cell(commune, name) for name in names]
        for cell in cells:
            rows = cell.importing.plan(source, cell=cell.units.own().name)
            cell.importing.apply(rows)
            members = cell.members.all()
            _letterhead(cell, "ĐẢNG BỘ XÃ SUỐI MẪU", "T/M CHI BỘ", members[0].full_name)
            # The first bundle makes the cell's computer known; the commune answers with the wave.
            cell.exchange.make_up(self._folder / _UP)
            self._step()
        commune.exchange.receive(self._folder / _UP)
        made = commune.exchange.make_down(self._folder / _DOWN)
        self._note(self._folder / _DOWN, "gói xã gửi từng chi bộ: đợt học tập và hai văn bản")
        self._step()
        for place, cell in enumerate(cells):
            _take_down(cell, made)
            self._live_through(cell, cell.waves.get(wave.id), place)
            cell.exchange.make_up(self._folder / _UP)
            self._step()
        self._note(self._folder / _UP, "gói các chi bộ gửi lên: danh sách, rồi kết quả")
        commune.exchange.receive(self._folder / _UP)
        self._step()
        return self._report_of(commune, cells, wave)

    def _new_book(self, name: str) -> Book:
        path = self._folder / _BOOKS / f"{name}.scb"
        book, _ = create_book(
            path, PASSPHRASE, name, UnitKind.COMMITTEE, self._environment_for(f"Máy {name}")
        )
        return self._opened(book, f"sổ của {name}")

    def _joined_cell(self, commune: Book, name: str) -> Book:
        unit = commune.units.add(name)
        letter = self._folder / _INVITATIONS / f"{name}.cbmoi"
        code = commune.exchange.invite(unit.id, letter)
        self._note(letter, f"thư mời {name}, mã mở thư {code}")
        book, _ = accept_invitation(
            letter,
            code,
            self._folder / _BOOKS / f"{name}.scb",
            PASSPHRASE,
            self._environment_for(f"Máy {name}"),
        )
        self._step()
        return self._opened(book, f"sổ của {name}")

    def _opened(self, book: Book, what: str) -> Book:
        self._stack.callback(book.close)
        self._note(book.path, what)
        return book

    def _live_through(self, cell: Book, wave: Wave, place: int) -> None:
        """Plan, meet, write and decide as one cell; `place` makes the cells differ."""
        today = cell.today()
        name = cell.units.own().name
        plan_study(cell, wave, name, place)
        session = plan_session(cell, wave, today - timedelta(days=14 - place), place)
        paper = self._folder / _PAPERS / f"{name} - Danh sách ký tên.pdf"
        cell.printing.signin(session.id, paper)
        self._note(paper, f"danh sách ký tên buổi học của {name}")
        self._step()
        mark_attendance(cell, session, place)
        self._step()
        collect_essays(cell, wave, place)
        self._step()
        decide_tasks(cell, wave, name, place)
        if place == 0:
            plan_next_session(cell, wave, today + timedelta(days=3))

    def _report_of(self, commune: Book, cells: Sequence[Book], wave: Wave) -> DemoAccount:
        pdf = self._folder / _PAPERS / "Báo cáo kết quả đợt học tập.pdf"
        commune.printing.wave_report(wave.id, pdf)
        self._note(pdf, "báo cáo của xã, số liệu tính từ gói các chi bộ gửi lên")
        self._step()
        data = pdf.with_suffix(".json")
        save_file(data, commune.printing.wave_report_json(wave.id), ".json")
        self._note(data, "cùng số liệu, cho máy đọc")
        found = commune.reports.wave(wave.id)
        self._report(self._steps, self._steps)
        return DemoAccount(
            folder=self._folder,
            passphrase=PASSPHRASE,
            books=[commune.path, *(cell.path for cell in cells)],
            places=self._places,
            wave_name=wave.name,
            total=found.total,
            units=[(each.name, each.figures) for each in found.units],
            missing=found.missing,
        )

    def _note(self, path: Path, what: str) -> None:
        self._places.append(DemoPlace(path=path, what=what))

    def _step(self) -> None:
        self._done += 1
        self._report(min(self._done, self._steps), self._steps)


def _letterhead(book: Book, upper: str, authority: str, signer: str) -> None:
    book.units.save_profile(
        replace(
            book.units.profile(),
            upper_line=upper,
            own_line=book.units.own().name.upper(),
            place="Suối Mẫu",
            authority=authority,
            signer_name=signer,
        )
    )


def _open_wave(commune: Book) -> Wave:
    today = commune.today()
    resolution = commune.documents.save(
        commune.documents.new(
            "18-NQ/TU",
            "Nghị quyết của Ban Chấp hành Đảng bộ tỉnh về xây dựng chi bộ bốn tốt ở thôn, bản",
            type=DocumentType.RESOLUTION,
            issuer="Tỉnh ủy Mẫu",
            issued_on=(today - timedelta(days=60)).isoformat(),
        )
    )
    guideline = commune.documents.save(
        commune.documents.new(
            "07-HD/ĐU",
            "Hướng dẫn của Đảng ủy xã về giữ gìn nguồn nước và vệ sinh thôn, bản",
            type=DocumentType.GUIDELINE,
            issuer=COMMUNE,
            issued_on=(today - timedelta(days=40)).isoformat(),
        )
    )
    wave = commune.waves.save(
        commune.waves.new(
            f"Học tập, quán triệt Nghị quyết 18-NQ/TU năm {today.year}",
            basis="Kế hoạch số 12-KH/ĐU của Đảng ủy xã Suối Mẫu",
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=10),
            essay_questions=(
                "Đồng chí tâm đắc nhất nội dung nào của Nghị quyết? Vì sao?",
                "Đồng chí sẽ làm gì để thực hiện Nghị quyết ở chi bộ mình?",
            ),
            essay_due=today - timedelta(days=4),
            plan_due=today + timedelta(days=7),
            report_due=today + timedelta(days=14),
        )
    )
    commune.waves.set_document(wave.id, resolution.id, Intensity.THOROUGH)
    commune.waves.set_document(wave.id, guideline.id, Intensity.BRIEF)
    return wave


def _take_down(cell: Book, made: Sequence[Path]) -> None:
    """Receive the bundle that is addressed to the cell, as if the stick held no other."""
    mine = f"CB{cell.units.own().id[-4:]}-"
    for path in made:
        if path.name.startswith(mine):
            cell.exchange.receive(path)
