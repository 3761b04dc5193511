import pytest
from PySide6.QtCore import Qt

from qtapp.domain.errors import AppError, PaperError
from qtapp.gui.kit import ask
from qtapp.gui.kit.paper import PaperView
from tests.gui.typing import press
from tests.make import a_session_in, a_wave_in


@pytest.fixture
def view(cell, cell_jobs, qtbot):
    made = PaperView(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_a_paper_is_made_in_a_job_and_shown_from_memory(view, cell, qtbot):
    session = a_session_in(cell, a_wave_in(cell))
    view.show_paper(
        lambda book, report: book.printing.signin_pdf(session.id, report=report),
        lambda _: None,
        file_name="ký tên.pdf",
        name="Xem trước",
    )
    qtbot.waitUntil(lambda: view.preview is not None)
    with qtbot.waitSignal(view.closed):
        press(view.preview, Qt.Key.Key_Escape)
    view.clear()
    assert view.preview is None


def test_a_paper_that_cannot_be_made_is_told(view, monkeypatch, qtbot):
    told: list[AppError] = []
    monkeypatch.setattr(ask, "tell", lambda _, error: told.append(error))

    def fail(_book, _report):
        raise PaperError

    view.show_paper(fail, lambda _: None, file_name="x.pdf", name="Xem trước")
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], PaperError)
    assert view.preview is None
