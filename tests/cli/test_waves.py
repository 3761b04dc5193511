import pytest

from tests.make import TODAY, a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    return a_wave_in(cell, "Đợt quý IV", starts_on=TODAY)


def test_waves_are_listed_and_shown_with_their_figures(cli, cell, wave):
    assert [each["id"] for each in cli.done("wave", "list")] == [wave.id]
    assert "20/11/2026" in cli("wave", "list").out
    session = a_session_in(cell, wave)
    cell.attendance.finish(session.id)
    shown = cli.done("wave", "show", "đợt quý iv")
    assert shown["wave"]["id"] == wave.id
    assert shown["documents"][0]["intensity"] == "thorough"
    assert shown["figures"]["members_studied"] == 6
    text = cli("wave", "show", wave.id).out
    assert "Đảng viên đã học: 6/6 (100%)" in text
    assert "quán triệt: 18-NQ/TW" in text


def test_who_has_not_reported_is_said(cli, committee):
    wave = a_wave_in(committee)
    assert (
        "Chưa báo cáo: Chi bộ thôn Nà Mẫu, Chi bộ thôn Khuổi Mẫu"
        in cli("wave", "show", wave.id).out
    )


def test_an_empty_list_says_nothing_to_people_and_an_empty_list_to_machines(cli, cell):
    assert cli("wave", "list").out == ""
    assert cli.done("wave", "list") == []
    assert cli.done("session", "list") == []


def test_sessions_of_one_wave_or_of_all(cli, cell, wave):
    other = a_wave_in(cell, "Đợt khác")
    a_session_in(cell, wave, "A")
    a_session_in(cell, other, "B")
    assert [each["name"] for each in cli.done("session", "list", "Đợt khác")] == ["B"]
    assert len(cli.done("session", "list")) == 2
    assert "2026-11-18 07:30" in cli("session", "list").out


def test_an_unknown_wave_is_not_found(cli, cell, wave):
    ran = cli("wave", "show", "Đợt lạ")
    assert ran.code == 1
    assert "Đợt học tập" in ran.err
