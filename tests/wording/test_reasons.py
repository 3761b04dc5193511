import pytest

from qtapp.domain.errors import LineProblem, Reason
from qtapp.wording.reasons import line_sentence, reason_sentence


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert reason_sentence("Tên", reason).endswith(".")


def test_beside_its_field_a_sentence_begins_with_a_capital() -> None:
    assert reason_sentence("", Reason.EMPTY) == "Chưa điền."


def test_a_wrong_value_is_repeated_and_a_long_one_cut() -> None:
    said = reason_sentence("Điểm", Reason.NOT_A_NUMBER, "x" * 500)
    assert "“" + "x" * 60 + "”" in said


def test_a_line_problem_names_its_line() -> None:
    problem = LineProblem(line=12, field="phone", reason=Reason.TOO_LONG)
    assert line_sentence(problem) == "Dòng 12, điện thoại: dài quá, hãy viết gọn lại."
