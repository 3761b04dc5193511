import itertools
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from qtapp.services.environment import silent
from tests.bench.conftest import Table, seconds
from tests.make import a_cell_book, a_name

ROWS = 5_000


def a_list(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Đảng viên")
    sheet.append(["DANH SÁCH ĐẢNG VIÊN"])
    sheet.append(
        [
            "STT",
            "Họ và tên *",
            "Giới tính *",
            "Sinh ngày * (dd/mm/yyyy)",
            "Dân tộc *",
            "Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
            "Ngày vào Đảng* (dd/mm/yyyy)",
            "Ngày vào Đảng chính thức* (dd/mm/yyyy)",
            "Trạng thái hoạt động",
            "Chức vụ",
        ]
    )
    for number in range(ROWS):
        sheet.append(
            [
                number + 1,
                a_name(number),
                "Nữ" if number % 2 else "Nam",
                "05/06/1970",
                "Tày",
                f"{number:012d}",
                "03/02/1999",
                "03/02/2000",
                "Đang sinh hoạt",
                "Đảng viên",
            ]
        )
    book.save(path)


def test_import_of_a_members_list(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "danh sách.xlsx"
    a_list(path)
    number = itertools.count()

    def ours() -> float:
        folder = tmp_path / str(next(number))
        folder.mkdir()
        book = a_cell_book(folder)

        def work() -> None:
            plan = book.importing.plan(book.importing.read(path, silent))
            assert book.importing.apply(plan) == ROWS

        taken = seconds(work)
        book.close()
        return taken

    def floor() -> float:
        return seconds(
            lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        )

    table.compare("5,000-row members list into the encrypted book / calamine", ours, floor, 5)
