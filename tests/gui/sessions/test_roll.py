import pytest

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import Tally
from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.domain.vietnamese import fold
from qtapp.gui.sessions.roll import KEYS, Line, columns, match, others, status_words
from qtapp.services.attendance import SheetRow
from tests.make import a_member


def a_row(name="Trần Văn Đạt", status=AttendanceStatus.PRESENT, **member):
    return SheetRow(member=a_member(name, **member), status=status)


def test_every_status_has_one_key_and_no_key_is_a_vowel_an_input_method_would_change():
    assert sorted(KEYS.values()) == sorted(AttendanceStatus)
    assert not set(KEYS) & set("AEIOUYWDF")
    assert all(fold(letter).upper() == letter for letter in KEYS)


def test_statuses_are_written_as_the_code_list_calls_them():
    assert [status_words(status).lower() for status in AttendanceStatus] == [
        status.label for status in AttendanceStatus
    ]
    assert status_words(AttendanceStatus.AWAY) == "Sinh hoạt tạm nơi khác"


def test_what_must_be_known_about_a_member_stands_beside_the_name():
    row = a_row(
        party_role="Chi ủy viên",
        kind=MemberKind.PROBATIONARY,
        status=AttendanceStatus.EXEMPT,
    )
    texts = [column.text(Line(3, row)) for column in columns()]
    assert texts == ["3", "Trần Văn Đạt", "Chi ủy viên · dự bị", "Được miễn", "chưa", ""]
    away = SheetRow(
        member=a_member("Trần Văn Đạt", status=MemberStatus.TEMPORARY_AWAY),
        status=AttendanceStatus.AWAY,
    )
    assert columns()[2].text(Line(1, away)) == "tạm thời đi"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bao", "Lê Bảo"),
        ("le bao", "Lê Bảo"),
        ("ba", "Phạm Quốc Bách"),
        ("quoc", "Phạm Quốc Bách"),
        ("ach ph", "Phạm Quốc Bách"),
        ("  ", None),
        ("xyz", None),
    ],
)
def test_names_are_found_by_given_name_first_then_by_any_part(text, found):
    rows = [a_row("Phạm Quốc Bách"), a_row("Lê Bảo"), a_row("Bá Thị Lan")]
    hit = match(rows, text)
    assert (hit.member.full_name if hit else None) == found


def test_only_figures_that_are_not_nought_are_said():
    nothing = Tally(total=3, at_session=3, made_up=0, excused=0, unexcused=0, not_counted=0, open=0)
    assert others(nothing, 0) == "Mọi người đều đã có tên trong sổ điểm danh"
    some = Tally(total=3, at_session=1, made_up=1, excused=0, unexcused=1, not_counted=2, open=0)
    assert others(some, 4) == "học bù 1 · vắng không lý do 1 · không tính 2 · chưa ghi 4"
