import pytest

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.codes import Code


def every_code_list(kind=Code):
    for each in kind.__subclasses__():
        yield each
        yield from every_code_list(each)


def test_a_member_is_its_stored_value_and_speaks_vietnamese():
    assert AttendanceStatus.EXCUSED == "excused"
    assert AttendanceStatus("excused").label == "vắng có lý do"


@pytest.mark.parametrize("label", ["vắng có lý do", " Vắng  CÓ lý do "])
def test_a_label_is_known_whatever_its_letter_case(label):
    assert AttendanceStatus.labelled(label) is AttendanceStatus.EXCUSED


def test_an_unknown_label_is_nobody():
    assert AttendanceStatus.labelled("ngủ") is None


def test_no_list_uses_one_label_twice():
    lists = list(every_code_list())
    assert len(lists) > 10
    for codes in lists:
        labels = [each.label.casefold() for each in codes]
        assert len(set(labels)) == len(labels), codes
