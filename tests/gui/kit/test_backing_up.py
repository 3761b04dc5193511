import pytest
from PySide6.QtWidgets import QWidget

from qtapp.gui.kit import ask, backing_up


@pytest.fixture
def screen(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_copy_is_made_and_told_of(cell, cell_jobs, qtbot, tmp_path, screen, monkeypatch):
    monkeypatch.setattr(ask, "choose_folder", lambda *_, **__: tmp_path / "USB")
    told = []
    backing_up.back_up(screen, cell_jobs, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert str(tmp_path / "USB") in told[0]
    assert cell.home.backed_up() is not None


def test_without_a_folder_nothing_is_copied(cell, cell_jobs, screen, monkeypatch):
    monkeypatch.setattr(ask, "choose_folder", lambda *_, **__: None)
    backing_up.back_up(screen, cell_jobs, lambda _words: None)
    assert not cell_jobs.is_busy()
    assert cell.home.backed_up() is None
