import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QPushButton

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


def test_how_many_spare_rows_are_printed_is_said_beside_them(panel):
    assert panel.spare.spin.text() == "vừa trang"
    assert "đủ dòng cho khách mời, còn chỗ thì đến 5. Gõ số thì in đúng số." in said(panel)


def test_what_the_sheet_leaves_blank_is_named_with_a_way_to_fill_it_in(panel, cell, session, qtbot):
    bare = cell.sessions.save(
        replace(session, starts_at="2026-11-18T07:30", venue="", chair="", minute_taker="Hoa")
    )
    profile = cell.units.save_profile(
        replace(cell.units.profile(), place="", signer_name="Hoàng Y Niê")
    )
    panel.show_session(bare)
    assert panel.gaps.text() == "Còn trống: địa điểm; chủ trì; địa danh."
    with qtbot.waitSignal(panel.told):
        panel.session_button.click()
    with qtbot.waitSignal(panel.wanted) as asked:
        panel.letterhead_button.click()
    assert asked.args == ["settings", "letterhead"]
    cell.units.save_profile(replace(profile, place="Suối Mẫu"))
    panel.show_session(cell.sessions.save(replace(bare, venue="Nhà văn hóa", chair="Đạt")))
    shown = (panel.gaps, panel.session_button, panel.letterhead_button)
    assert [each.isVisibleTo(panel) for each in shown] == [False] * 3


def test_the_sheet_is_made_anew_once_what_it_lacked_is_filled_in(shown, cell, qtbot):
    old = shown.paper.preview
    shown.enter()
    assert shown.paper.preview is old
    cell.units.save_profile(replace(cell.units.profile(), place="Suối Mẫu"))
    shown.enter()
    qtbot.waitUntil(lambda: shown.paper.preview not in (None, old))
    assert "địa danh" not in shown.gaps.text()


def test_one_button_is_the_main_one_before_and_after_the_sheet_is_shown(panel, qtbot):
    def main():
        found = panel.findChildren(QPushButton)
        return [each for each in found if each.property("role") == "primary" and each.isVisible()]

    assert main() == [panel.show_button]
    panel.show_button.click()
    qtbot.waitUntil(lambda: panel.paper.preview is not None)
    QApplication.processEvents()
    assert main() == [panel.paper.preview.print_button]
    panel.spare.set_value(6)
    QApplication.processEvents()
    assert main() == [panel.show_button]


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
