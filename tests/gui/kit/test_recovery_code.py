import pytest
from PySide6.QtCore import Qt

from qtapp.domain.errors import FolderReadOnly
from qtapp.gui.kit import ask, outside
from qtapp.gui.kit.recovery_code import RecoveryCode
from tests.gui.accessible import nameless
from tests.gui.screens import click, said

CODE = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGGGG"


@pytest.fixture
def opened_files(monkeypatch):
    seen = []
    monkeypatch.setattr(outside, "show", seen.append)
    return seen


def shown(qtbot, print_sheet):
    made = RecoveryCode(print_sheet)
    qtbot.addWidget(made)
    made.show()
    made.show_code(CODE)
    return made


def test_every_group_is_read_and_said(qtbot):
    made = shown(qtbot, lambda path: None)
    assert made.code.text().replace("\n", "") == CODE
    assert CODE in made.code.accessibleName()
    assert nameless(made) == []


def test_the_sheet_is_written_and_opened_to_be_printed(qtbot, monkeypatch, tmp_path, opened_files):
    written = []
    path = tmp_path / "mã.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    made = shown(qtbot, written.append)
    click(made, "In tờ mã khôi phục (PDF)")
    assert written == [path]
    assert opened_files == [path]
    assert "Đã lưu mã.pdf" in said(made)


def test_a_sheet_that_cannot_be_written_is_told(qtbot, monkeypatch, tmp_path, opened_files):
    def fail(path):
        raise FolderReadOnly(str(path))

    told = []
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "mã.pdf")
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(type(error)))
    made = shown(qtbot, fail)
    click(made, "In tờ mã khôi phục (PDF)")
    assert told == [FolderReadOnly]
    assert opened_files == []


def test_it_tells_when_the_code_is_put_away(qtbot):
    made = shown(qtbot, lambda path: None)
    with qtbot.waitSignal(made.kept_changed) as kept:
        qtbot.keyClick(made.kept, Qt.Key.Key_Space)
    assert kept.args == [True]
