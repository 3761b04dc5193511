import pytest

from qtapp.domain.reasons import LineProblem, Reason
from qtapp.wording.reasons import line_sentence


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_of_its_own(reason: Reason) -> None:
    said = line_sentence(LineProblem(line=7, field="full_name", reason=reason, value="x"))
    others = {
        line_sentence(LineProblem(line=7, field="full_name", reason=each, value="x"))
        for each in Reason
        if each is not reason
    }
    assert said.startswith("Dòng 7, ")
    assert said not in others
