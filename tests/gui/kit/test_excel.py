import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QDialog

from qtapp.gui.essays.page import EssaysPage
from qtapp.gui.kit import ask
from qtapp.gui.kit.register_preview import RegisterPreview
from tests.gui.accessible import nameless
from tests.gui.screens import offered, rows, said
from tests.make import a_cell_book, a_wave_in


@pytest.fixture
def screen(opened, tmp_path):
    book = a_cell_book(tmp_path, members=3)
    a_wave_in(book, essay_questions="Đồng chí thấy gì mới?")
    page = opened(EssaysPage, book)
    QApplication.processEvents()
    return page


@pytest.fixture
def listed(tmp_path):
    def write(*lines):
        book = openpyxl.Workbook()
        book.active.append(["TT", "Họ và tên", "Tình trạng bài", "Ghi nhớ"])
        for line in lines:
            book.active.append(line)
        path = tmp_path / "bài.xlsx"
        book.save(path)
        book.close()
        return path

    return write


@pytest.fixture
def answer(monkeypatch):
    shown = []

    def use(code):
        def exec_(self):
            self.show()
            QApplication.processEvents()
            shown.append((said(self), rows(self.list.table), offered(self), nameless(self)))
            return code

        monkeypatch.setattr(RegisterPreview, "exec", exec_)
        return shown

    return use


def state(page):
    return [row.essay.state.label for row in page.book.essays.sheet(page.waves.wave_id())]


def test_a_list_goes_out_and_comes_in_again_unchanged(screen, tmp_path, monkeypatch, qtbot, answer):
    path = tmp_path / "ra.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    monkeypatch.setattr(ask, "open_file", lambda *_: path)
    shown = answer(QDialog.DialogCode.Rejected)
    screen.excel.out.trigger()
    qtbot.waitUntil(path.exists)
    screen.excel.come.trigger()
    qtbot.waitUntil(lambda: shown != [])
    words, table, verbs, unnamed = shown[0]
    assert "đã có, không đổi: 3" in words
    assert {row[3] for row in table} == {"đã có, không đổi"}
    assert "Thôi" in verbs
    assert unnamed == []


def test_what_came_in_is_written_after_a_yes_and_can_be_taken_back(screen, listed, qtbot, answer):
    shown = answer(QDialog.DialogCode.Accepted)
    name = screen.book.members.all()[0].full_name
    screen.excel.read(listed([1, name, "đã nộp"], [2, "Người Lạ", "đã nộp"], [3, "", "sai"]))
    qtbot.waitUntil(lambda: "đã nộp" in state(screen))
    assert "Không nhập các cột: Ghi nhớ." in shown[0][0]
    assert shown[0][1][1][4] == "Không có trong danh sách của sổ."
    qtbot.waitUntil(lambda: "Đã ghi 1 dòng từ Excel." in said(screen.window()))


def test_a_no_writes_nothing(screen, listed, qtbot, answer):
    shown = answer(QDialog.DialogCode.Rejected)
    name = screen.book.members.all()[0].full_name
    screen.excel.read(listed([1, name, "đã nộp"]))
    qtbot.waitUntil(lambda: shown != [])
    assert set(state(screen)) == {"chưa nộp"}
