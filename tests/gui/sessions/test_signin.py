import pytest

from qtapp.gui.kit import ask
from qtapp.gui.sessions.signin import SigninPanel
from tests.gui.accessible import nameless
from tests.gui.screens import said


@pytest.fixture
def panel(cell, cell_jobs, session, qtbot):
    made = SigninPanel(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_session(session)
    made.show()
    return made


@pytest.fixture
def shown(panel, qtbot):
    panel.show_button.click()
    qtbot.waitUntil(lambda: panel.paper.preview is not None)
    return panel


def test_the_sheet_is_shown_page_by_page_before_it_is_printed(shown):
    assert shown.paper.isVisible()
    assert shown.paper.preview.page == 0


def test_many_spare_rows_make_more_pages(panel, qtbot):
    panel.spare.set_value(40)
    panel.columns.set_value(2)
    panel.show_button.click()
    qtbot.waitUntil(lambda: panel.paper.preview is not None)
    panel.paper.preview.turn(1)
    assert panel.paper.preview.page == 1


def test_saving_writes_the_sheet_where_the_user_wants_it(shown, tmp_path, monkeypatch):
    place = tmp_path / "ký tên.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_: place)
    shown.paper.preview.save_button.click()
    assert place.read_bytes().startswith(b"%PDF")


def test_that_spare_rows_may_be_fewer_is_said_beside_them(panel):
    assert "để vừa trang, có thể bớt đi đến 4 dòng" in said(panel)


def test_nothing_is_written_anywhere_by_looking(shown, tmp_path):
    assert list(tmp_path.rglob("*.pdf")) == []


def test_another_choice_takes_the_old_pages_away(shown):
    shown.spare.set_value(6)
    assert shown.paper.preview is None
    assert not shown.paper.isVisible()


def test_a_changed_session_takes_the_old_pages_away(shown, cell, session):
    cell.attendance.finish(session.id)
    shown.show_session(cell.sessions.get(session.id))
    assert shown.paper.preview is None


def test_a_screen_reader_can_name_everything(shown):
    assert nameless(shown) == []
