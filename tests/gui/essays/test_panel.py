import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from qtapp.domain.essays import EssayDuty, EssayState
from qtapp.gui.essays.panel import EssayPanel
from qtapp.gui.kit import ask
from tests.gui.typing import type_text
from tests.make import TODAY, a_wave_in


@pytest.fixture
def wave(cell):
    return a_wave_in(cell)


@pytest.fixture
def panel(cell, wave, qtbot):
    made = EssayPanel(cell)
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.open_on(cell.essays.sheet(wave.id)[0])
    made.activateWindow()
    return made


@pytest.fixture
def told(monkeypatch):
    found = []
    monkeypatch.setattr(ask, "tell", lambda _, error: found.append(error))
    return found


def essay(cell, wave):
    return cell.essays.sheet(wave.id)[0].essay


def test_words_score_and_remark_are_kept_by_control_s(panel, cell, wave, qtbot):
    type_text(panel.text.edit, "Qua học tập, tôi nhận thức rõ")
    type_text(panel.score.edit, "8,5")
    type_text(panel.remark.edit, "Liên hệ sát thực tế")
    panel.remark.edit.setFocus()
    qtbot.keyClick(panel.remark.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept = essay(cell, wave)
    assert (kept.score, kept.remark) == (8.5, "Liên hệ sát thực tế")
    assert cell.essays.text(kept).text == "Qua học tập, tôi nhận thức rõ"
    assert panel.keeper.state.text().startswith("Đã lưu.")


@pytest.mark.parametrize("typed", ["11", "mười"])
def test_a_score_out_of_reach_is_said_beside_its_field(panel, cell, wave, typed):
    type_text(panel.score.edit, typed)
    assert panel.may_leave()
    assert panel.score.below.text()
    assert essay(cell, wave).score is None


def test_the_duty_can_be_changed(panel, cell, wave):
    panel.duty.set_value(EssayDuty.ENCOURAGED)
    assert panel.may_leave()
    assert essay(cell, wave).duty is EssayDuty.ENCOURAGED


def test_a_file_is_kept_and_the_essay_counts_as_handed_in_today(
    panel, cell, wave, tmp_path, monkeypatch
):
    photo = tmp_path / "bài viết tay.jpg"
    photo.write_bytes(b"\xff\xd8 anh")
    monkeypatch.setattr(ask, "open_file", lambda *_: photo)
    (attach,) = [b for b in panel.findChildren(QPushButton) if "Đính" in b.text()]
    attach.click()
    kept = essay(cell, wave)
    assert (kept.state, kept.submitted_on) == (EssayState.SUBMITTED, TODAY)
    (file,) = cell.essays.text(kept).attachments
    assert file.name == "bài viết tay.jpg"
    assert panel.sentence.text() == "đã nộp"


def test_a_second_file_leaves_state_and_day_alone(panel, cell, wave, tmp_path):
    for name in ("một.txt", "hai.txt"):
        (tmp_path / name).write_text("bài", encoding="utf-8")
        panel.keep_file(tmp_path / name)
    names = [each.name for each in cell.essays.text(essay(cell, wave)).attachments]
    assert names == ["một.txt", "hai.txt"]


def test_words_typed_before_attaching_are_kept_too(panel, cell, wave, tmp_path):
    type_text(panel.text.edit, "Bài của tôi")
    file = tmp_path / "bài.txt"
    file.write_text("bài", encoding="utf-8")
    panel.keep_file(file)
    assert cell.essays.text(essay(cell, wave)).text == "Bài của tôi"


def test_a_file_can_be_taken_out_again(panel, cell, wave, tmp_path, monkeypatch):
    file = tmp_path / "bài.txt"
    file.write_text("nội dung", encoding="utf-8")
    panel.keep_file(file)
    copy = tmp_path / "bản sao.txt"
    monkeypatch.setattr(ask, "save_file", lambda *_: copy)
    (out,) = [b for b in panel.findChildren(QPushButton) if b.text() == "bài.txt"]
    out.click()
    assert copy.read_text(encoding="utf-8") == "nội dung"


def test_a_file_that_cannot_be_read_is_told_and_nothing_changes(panel, cell, wave, tmp_path, told):
    panel.keep_file(tmp_path / "không có.docx")
    assert len(told) == 1
    assert essay(cell, wave).state is EssayState.MISSING


def test_typed_words_outlive_reading_the_same_essay_anew(panel, cell, wave):
    type_text(panel.text.edit, "Đang viết")
    panel.open_on(cell.essays.sheet(wave.id)[0])
    assert panel.text.edit.toPlainText() == "Đang viết"


def test_leaving_keeps_what_was_typed_also_where_it_is_not_acceptable(panel, cell, wave):
    type_text(panel.remark.edit, "Tốt")
    assert panel.may_leave()
    assert essay(cell, wave).remark == "Tốt"
    type_text(panel.score.edit, "99")
    assert panel.leave()
    panel.open_on(cell.essays.sheet(wave.id)[0])
    assert panel.score.edit.text() == "99"
    assert panel.score.below.property("role") == "problem"
    assert essay(cell, wave).score is None
