import pytest

from tests.make import a_session_in, a_wave_in


@pytest.fixture
def session(cell):
    return a_session_in(cell, a_wave_in(cell))


def test_marking_by_names_and_vietnamese_words(cli, cell, session):
    kept = cli.done(
        "attendance", "mark", "buổi 1", "nguyễn thị hoa", "vắng có lý do", "--reason", "ốm"
    )
    assert (kept["status"], kept["reason"]) == ("excused", "ốm")
    cli.done(
        "attendance", "mark", session.id, "Trần Văn Đạt", "made_up", "--made-up-on", "19/11/2026"
    )
    rows = {
        row["member"]["full_name"]: row for row in cli.done("attendance", "show", "Buổi 1")["rows"]
    }
    assert rows["Nguyễn Thị Hoa"]["status"] == "excused"
    assert rows["Trần Văn Đạt"]["made_up_on"] == "2026-11-19"
    assert not rows["Lê Minh Ánh"]["recorded"]
    assert "có mặt *" in cli("attendance", "show", "Buổi 1").out


def test_finishing_counts_everybody(cli, cell, session):
    cli("attendance", "mark", "Buổi 1", "Nguyễn Thị Hoa", "unexcused")
    count = cli.done("attendance", "finish", "Buổi 1")
    assert (count["total"], count["at_session"], count["unexcused"]) == (6, 5, 1)
    assert "Phải học 6; có mặt 5" in cli("attendance", "finish", "Buổi 1").out
    assert cell.sessions.get(session.id).held


def test_an_unknown_status_lists_the_known_ones(cli, cell, session):
    ran = cli("attendance", "mark", "Buổi 1", "Nguyễn Thị Hoa", "ngủ")
    assert ran.code == 2
    assert "excused (vắng có lý do)" in ran.err


def test_an_unknown_member_is_not_found(cli, cell, session):
    assert cli("attendance", "mark", "Buổi 1", "Người Lạ", "present").code == 1


def test_a_day_of_make_up_study_is_not_dropped(cli, cell, session):
    who = cell.members.all()[0].full_name
    mark = ("attendance", "mark", session.name, who)
    for status in ("present", "excused"):
        ran = cli(*mark, status, "--made-up-on", "19/11/2026")
        assert ran.code == 2
        assert "--made-up-on chỉ đi với tình trạng made_up (học bù)" in ran.err
    assert not any(row.recorded for row in cell.attendance.sheet(session.id))
    assert cli(*mark, "made_up", "--made-up-on", "19/11/2026").code == 0
