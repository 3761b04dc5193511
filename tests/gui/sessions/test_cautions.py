import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QLabel

from qtapp.domain.members import MemberStatus
from qtapp.domain.sessions import AgendaKind, SessionKind
from qtapp.gui.sessions.cautions import CautionsPanel, count_cautions, expected_people
from tests.make import a_session_in


@pytest.fixture
def panel(cell, qtbot):
    made = CautionsPanel(cell)
    qtbot.addWidget(made)
    made.show()
    return made


def sentences(panel):
    QApplication.processEvents()
    return [each.text() for each in panel.findChildren(QLabel) if each.isVisible() and each.text()]


def test_people_expected_are_members_who_must_come_and_guests(cell, session):
    cell.members.save(cell.members.new("Tạ Đình Miễn", status=MemberStatus.EXEMPT))
    assert expected_people(cell, replace(session, guests=3)) == 11


def test_people_expected_at_a_public_session_are_those_invited(cell, session):
    public = replace(session, kind=SessionKind.PUBLIC, public_invited=120, guests=2)
    assert expected_people(cell, public) == 122


def test_a_well_planned_session_is_said_to_be_so(panel, cell, session):
    panel.show_session(session)
    assert count_cautions(cell, session) == 0
    assert "không có gì phải lưu ý" in sentences(panel)[0]


def test_a_small_hall_comes_with_the_number_of_sessions_that_would_do(panel, cell, session):
    small = replace(session, capacity=3)
    panel.show_session(small)
    assert count_cautions(cell, small) == 1
    assert sentences(panel)[0] == (
        "Hội trường có 3 chỗ, dự kiến 8 người. Nên chia thành 3 buổi, hoặc tìm nơi rộng hơn."
    )


def test_every_caution_has_its_sentence(panel, cell, wave, session):
    a_session_in(cell, wave, "Buổi khác", starts_at="2026-11-18T08:00")
    item = cell.sessions.new_item(
        session.id, "Truyền đạt", kind=AgendaKind.PRESENTATION, minutes=70
    )
    cell.sessions.save_agenda(session.id, [item])
    short = replace(session, minutes=60, capacity=5)
    panel.show_session(short)
    assert count_cautions(cell, short) == 5
    text = " ".join(sentences(panel))
    for words in (
        "Nên chia thành 2 buổi",
        "Buổi học dài 60 phút",
        "Chương trình cộng lại 70 phút",
        "Chỉ 0 % thời gian dành cho thảo luận",
        "Trùng giờ với 1 buổi học khác",
    ):
        assert words in text
