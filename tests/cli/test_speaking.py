from datetime import date
from pathlib import Path

import click
import pytest

from qtapp.cli.speaking import Count, Day, File, OneOf, usage_sentence
from qtapp.domain.attendance import AttendanceStatus


@pytest.mark.parametrize("text", ["19/5/2026", "2026-05-19", "19.5.2026"])
def test_a_day_is_read_as_people_or_programs_write_it(text):
    assert Day().convert(text, None, None) == date(2026, 5, 19)


@pytest.mark.parametrize("text", ["", "31/02/2026", "hôm qua", "2026-13-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(click.BadParameter, match="19/05/2026"):
        Day().convert(text, None, None)


@pytest.mark.parametrize(
    "text", ["excused", "vắng có lý do", "Vắng  có lý do", "va\u0306\u0301ng co\u0301 ly\u0301 do"]
)
def test_a_code_is_known_by_its_value_or_its_vietnamese_name(text):
    assert OneOf(AttendanceStatus).convert(text, None, None) is AttendanceStatus.EXCUSED


@pytest.mark.parametrize("text", ["-1", "x", "1.5", "99999", ""])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(click.BadParameter):
        Count().convert(text, None, None)


def test_numbers_and_paths_are_read():
    assert Count().convert("07", None, None) == 7
    assert File().convert("a/b.scb", None, None) == Path("a/b.scb")


def test_a_mistake_without_a_parameter_keeps_its_words():
    assert usage_sentence(click.UsageError("Chỉ một thôi.")) == "Chỉ một thôi."
    assert usage_sentence(click.BadParameter("sai")) == "sai"
    assert usage_sentence(click.MissingParameter()) == "Thiếu giá trị."
