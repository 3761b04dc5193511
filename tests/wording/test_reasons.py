import pytest

from qtapp.domain.reasons import LineProblem, Reason
from qtapp.wording.reasons import line_sentence, reason_sentence


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert reason_sentence("Tên", reason).endswith(".")


def test_beside_its_field_a_sentence_begins_with_a_capital() -> None:
    assert reason_sentence("", Reason.EMPTY) == "Chưa điền."


def test_a_wrong_value_is_repeated_and_a_long_one_cut() -> None:
    said = reason_sentence("Điểm", Reason.NOT_A_NUMBER, "x" * 500)
    assert "“" + "x" * 60 + "”" in said


def test_an_end_before_its_start_is_told_with_the_start() -> None:
    assert (
        reason_sentence("", Reason.BEFORE_START, "2026-11-20")
        == "Ngày kết thúc phải từ ngày bắt đầu (20/11/2026) trở đi."
    )


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("value", ["2026-11-10", "2026-11-10T07:30"])
def test_no_sentence_shows_a_date_as_records_keep_it(reason: Reason, value: str) -> None:
    assert "2026-11-10" not in reason_sentence("Ngày", reason, value)


def test_a_line_problem_names_its_line() -> None:
    problem = LineProblem(line=12, field="phone", reason=Reason.TOO_LONG)
    assert line_sentence(problem) == "Dòng 12, điện thoại: dài quá, hãy viết gọn lại."
