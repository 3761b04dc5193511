from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Invalid, SecretRefused
from qtapp.domain.essays import EssayDuty, EssayState
from qtapp.domain.members import MemberStatus
from tests.make import TODAY, a_name, a_wave_in

DUE = date(2026, 11, 10)


@pytest.fixture
def wave(cell):
    return a_wave_in(cell, essay_due=DUE)


def sheet(cell, wave):
    return {row.member.full_name: row.essay for row in cell.essays.sheet(wave.id)}


def test_everybody_present_owes_one_the_exempt_may_and_the_absent_need_not(cell, wave):
    first, second, third, *rest = cell.members.all()
    cell.members.save(replace(first, status=MemberStatus.EXEMPT))
    cell.members.save(replace(second, status=MemberStatus.TEMPORARY_AWAY))
    cell.members.save(replace(third, status=MemberStatus.MOVED))
    assert cell.essays.assign(wave.id) == len(rest)
    rows = sheet(cell, wave)
    assert rows[first.full_name].duty is EssayDuty.ENCOURAGED
    assert second.full_name not in rows
    assert third.full_name not in rows
    assert {rows[member.full_name].duty for member in rest} == {EssayDuty.REQUIRED}
    assert {essay.due for essay in rows.values()} == {DUE}


def test_assigning_again_adds_newcomers_and_keeps_what_came_in(cell, wave):
    cell.essays.assign(wave.id)
    essay = cell.essays.sheet(wave.id)[0].essay
    cell.essays.receive(essay, TODAY)
    cell.members.save(cell.members.new("Người Mới Đến"))
    assert cell.essays.assign(wave.id) == 7
    rows = sheet(cell, wave)
    assert len(rows) == 7
    assert [each.state for each in rows.values()].count(EssayState.SUBMITTED) == 1


def test_an_essay_lives_from_missing_to_graded(cell, wave):
    essay = cell.essays.sheet(wave.id)[0].essay
    assert essay.is_late(TODAY)
    essay = cell.essays.receive(essay, TODAY, text="Nhận thư\u0301c")
    assert (essay.state, essay.submitted_on) == (EssayState.SUBMITTED, TODAY)
    assert cell.essays.text(essay).text == "Nhận thức"
    essay = cell.essays.grade(essay, TODAY, passed=True, score=8.5, remark="Tốt", grader="Bí thư")
    kept = cell.essays.sheet(wave.id)[0].essay
    assert kept == essay
    assert (kept.state, kept.score, kept.graded_on) == (EssayState.PASSED, 8.5, TODAY)
    assert not kept.is_late(TODAY)


def test_what_did_not_come_in_is_not_graded(cell, wave):
    essay = cell.essays.sheet(wave.id)[0].essay
    with pytest.raises(Invalid):
        cell.essays.grade(essay, TODAY, passed=True)
    with pytest.raises(Invalid):
        cell.essays.grade(cell.essays.receive(essay, TODAY), TODAY, passed=True, score=10.5)
    assert cell.essays.sheet(wave.id)[0].essay.state is EssayState.SUBMITTED


def test_an_essay_given_back_is_owed_again(cell, wave):
    essay = cell.essays.receive(cell.essays.sheet(wave.id)[0].essay, TODAY, text="Sơ sài")
    back = cell.essays.send_back(essay, "Chưa liên hệ bản thân")
    assert back.is_late(TODAY)
    assert cell.essays.text(back).text == "Sơ sài"
    assert cell.essays.take_back(essay).submitted_on is None


def judged(cell, wave):
    essay = cell.essays.receive(cell.essays.sheet(wave.id)[0].essay, TODAY, text="Sơ sài")
    return cell.essays.grade(
        essay, TODAY, passed=False, score=3.0, remark="Chép lại", grader="Bí thư"
    )


def grade_of(essay):
    return essay.graded_on, essay.score, essay.remark, essay.grader


def test_an_essay_written_anew_has_no_grade_of_the_old_one(cell, wave):
    again = cell.essays.receive(judged(cell, wave), TODAY, text="Viết lại")
    assert again == cell.essays.sheet(wave.id)[0].essay
    assert again.state is EssayState.SUBMITTED
    assert grade_of(again) == (None, None, "", "")


def test_an_essay_given_back_after_its_grade_loses_it_and_comes_in_ungraded(cell, wave):
    back = cell.essays.send_back(judged(cell, wave), "Chưa liên hệ bản thân")
    assert grade_of(back) == (None, None, "Chưa liên hệ bản thân", "")
    assert grade_of(cell.essays.receive(back, TODAY)) == (None, None, "", "")


def test_an_essay_that_has_not_come_in_after_all_has_no_grade(cell, wave):
    gone = cell.essays.take_back(judged(cell, wave))
    assert (gone.state, gone.submitted_on) == (EssayState.MISSING, None)
    assert grade_of(gone) == (None, None, "", "")


def test_a_score_noted_before_the_first_judgement_stays_when_the_essay_is_received_again(
    cell, wave
):
    essay = cell.essays.receive(cell.essays.sheet(wave.id)[0].essay, TODAY)
    noted = cell.essays.save(replace(essay, score=8.0, remark="Tốt"))
    assert grade_of(cell.essays.receive(noted, TODAY)) == (None, 8.0, "Tốt", "")


def test_a_step_is_undone_by_keeping_the_essay_as_it_was(cell, wave):
    before = cell.essays.sheet(wave.id)[0].essay
    cell.essays.receive(before, TODAY)
    cell.essays.save(before)
    assert cell.essays.sheet(wave.id)[0].essay == before


def test_a_duty_can_be_changed(cell, wave):
    essay = cell.essays.sheet(wave.id)[0].essay
    essay = cell.essays.save(replace(essay, duty=EssayDuty.EXEMPT))
    assert not essay.is_late(TODAY)
    assert cell.essays.assign(wave.id) == 5


def test_a_file_is_kept_beside_the_words(cell, wave, tmp_path):
    essay = cell.essays.sheet(wave.id)[0].essay
    (tmp_path / "bài.txt").write_text("Viết tay", encoding="utf-8")
    cell.essays.receive(essay, TODAY, attachment=tmp_path / "bài.txt")
    attachment = cell.essays.text(essay).attachments[0]
    assert attachment.name == "bài.txt"
    assert cell.documents.content(attachment).decode() == "Viết tay"


def test_refused_words_leave_no_file_behind(cell, wave, tmp_path):
    essay = cell.essays.sheet(wave.id)[0].essay
    (tmp_path / "bài.txt").write_text("Viết tay", encoding="utf-8")
    with pytest.raises(Invalid):
        cell.essays.save_text(essay, "x" * 200_001, tmp_path / "bài.txt")
    assert cell._store.fetch("SELECT count(*) FROM blobs") == [(0,)]


def test_a_secret_attachment_takes_nothing_in(cell, wave, tmp_path):
    essay = cell.essays.sheet(wave.id)[0].essay
    (tmp_path / "bài.txt").write_text("Tài liệu TỐI MẬT", encoding="utf-8")
    with pytest.raises(SecretRefused):
        cell.essays.receive(essay, TODAY, text="Kèm tệp", attachment=tmp_path / "bài.txt")
    assert cell.essays.sheet(wave.id)[0].essay.state is EssayState.MISSING
    assert cell.essays.text(essay).text == ""


def test_what_is_outstanding_is_what_the_sheet_shows(cell):
    wave = a_wave_in(cell)
    for number, status in enumerate(MemberStatus):
        cell.members.save(cell.members.new(f"{a_name(number)} Hai", status=status))
    rows = cell.essays.sheet(wave.id)
    cell.essays.receive(rows[0].essay, TODAY)
    cell.essays.grade(cell.essays.receive(rows[1].essay, TODAY), on=TODAY, passed=True)
    cell.essays.send_back(cell.essays.receive(rows[2].essay, TODAY), "Viết thêm")
    cell.essays.save(replace(rows[3].essay, duty=EssayDuty.EXEMPT))
    exempt = next(row for row in rows if row.member.status is MemberStatus.EXEMPT)
    cell.essays.save(replace(exempt.essay, duty=EssayDuty.REQUIRED))
    for row, status in ((rows[4], MemberStatus.LEFT), (rows[5], MemberStatus.MOVED)):
        cell.essays.receive(row.essay, TODAY)
        cell.members.save(replace(row.member, status=status))
    off = rows[-1].member
    cell.essays.receive(rows[-1].essay, TODAY)
    cell.members.remove(off.id)
    sheet = cell.essays.sheet(wave.id)
    owed = sum(
        row.member.status.belongs
        and row.essay.duty is EssayDuty.REQUIRED
        and not row.essay.state.is_written
        for row in sheet
    )
    ungraded = sum(row.essay.state is EssayState.SUBMITTED for row in sheet)
    assert (owed, ungraded) == (3, 3)
    assert cell.essays.outstanding(wave.id) == (owed, ungraded)
