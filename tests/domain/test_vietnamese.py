import contextlib
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import (
    date_text,
    dated_line,
    fold,
    name_sort_key,
    nfc,
    number,
    paper_date,
    parse_date,
    parse_partial_date,
    partial_date_text,
    percent,
    ratio,
    sort_key,
)

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợ"
    "pqrstuùủũúụưừửữứựvxyỳỷỹýỵ AÁĂẮÂẤĐÊẾÔỐƠỚƯỨ"
)
VIETNAMESE = st.text(alphabet=LETTERS, max_size=12)


def test_composed_and_decomposed_spellings_become_one():
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Đặng")) == "Nguyễn Thị Đặng"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("NGHỊ QUYẾT", "nghi quyet"),
        ("Đảng ủy", "dang uy"),
        ("Đông", "dong"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đặng"), "nguyen thi dang"),
        ("abc 123", "abc 123"),
        ("", ""),
    ],
)
def test_search_ignores_case_and_diacritics(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_words_and_names_sort_in_the_order_of_icu():
    # Written by ICU itself: see collation_oracle.py.
    lines = (Path(__file__).parent / "data" / "icu_vi.txt").read_text(encoding="utf-8").split("\n")
    ordered = lines[1:-1]
    assert len(ordered) > 500
    assert sorted(set(ordered), key=sort_key) == ordered


def test_letters_sort_in_the_order_of_icu():
    words = "ba Ba bà Bà Bả Bã Bá Bạ Bac Băc Bâc Ca Duy Dương Đạt Đông Đức E Ê Ga Oa Ô Ơ U Ư"
    ordered = words.split()
    assert sorted(set(ordered), key=sort_key) == ordered


def test_blanks_and_digits_sort_before_letters():
    ordered = ["", "Ba", "Ba 1", "Ba 2", "Ba An", "Ban", "Đ", "я"]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_people_sort_by_given_name_then_middle_then_family_name():
    ordered = ["", "An", "Lý An", "Lý Văn An", "Nông Văn An", "Hoàng Thị Ân", "Lý A Bình", "Bế Đào"]
    assert sorted(set(ordered), key=name_sort_key) == ordered


@given(st.lists(VIETNAMESE, max_size=8), st.randoms())
def test_sorting_does_not_depend_on_the_order_of_arrival(words, random):
    shuffled = list(words)
    random.shuffle(shuffled)
    assert sorted(words, key=sort_key) == sorted(shuffled, key=sort_key)


@given(VIETNAMESE, VIETNAMESE)
def test_only_equal_words_have_equal_keys(left, right):
    assert (sort_key(left) == sort_key(right)) == (left == right)


@given(st.text())
def test_keys_do_not_depend_on_the_form_of_composition(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert sort_key(decomposed) == sort_key(text)
    assert name_sort_key(decomposed) == name_sort_key(text)
    assert fold(decomposed) == fold(text)


@given(st.text())
def test_keys_can_be_stored(text):
    assert (
        name_sort_key(text.encode("utf-8", "replace").decode("utf-8")).encode("utf-8") is not None
    )


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "text"),
    [
        (253, 259, 0, "98%"),
        (253, 259, 1, "97,7%"),
        (147_255, 153_860, 0, "96%"),
        (147_255, 153_860, 1, "95,7%"),
        (147_255, 153_860, 2, "95,71%"),
        (147_508, 154_119, 2, "95,71%"),
        (44, 61, 1, "72,1%"),
        (46, 61, 1, "75,4%"),
        (31, 35, 1, "88,6%"),
        (1, 200, 0, "1%"),
        (1, 8, 1, "12,5%"),
        (1, 8, 0, "13%"),
        (7, 7, 1, "100,0%"),
        (25, 2, 0, "1.250%"),
        (0, 9, 0, "0%"),
        (0, 0, 0, "–"),
    ],
)
def test_percentages_round_half_up_as_the_reports_do(part, whole, decimals, text):
    assert percent(part, whole, decimals) == text


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_never_rounded_over_its_target(share):
    part, whole = share
    shown = Decimal(percent(part, whole, target=95)[:-1].replace(",", "."))
    assert (shown >= 95) == (100 * part >= 95 * whole)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 3))
def test_percentages_are_exact(part, whole, decimals):
    shown = Decimal(percent(part, whole, decimals)[:-1].replace(".", "").replace(",", "."))
    error = shown * whole - 100 * part
    half = Decimal(whole) / 2 / 10**decimals
    assert -half < error <= half


def test_fractions_can_be_printed_alone():
    assert ratio(44, 61) == "44/61"
    assert ratio(147_255, 153_860) == "147.255/153.860"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1500, 0, "1.500"),
        (42_400, 0, "42.400"),
        (97.68, 1, "97,7"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (-0.4, 0, "0"),
        (-1234.5, 1, "-1.234,5"),
        (999, 0, "999"),
        (Decimal("50.06"), 2, "50,06"),
    ],
)
def test_numbers_are_written_in_vietnamese_style(value, decimals, text):
    assert number(value, decimals) == text


def test_dates_are_written_day_first():
    assert date_text(date(2026, 2, 3)) == "03/02/2026"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1960", "1960"), ("1960-05", "05/1960"), ("1960-05-09", "09/05/1960"), ("", "")],
)
def test_partial_dates_are_written_as_far_as_they_are_known(value, text):
    assert partial_date_text(value) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 9, 5), "ngày 05/9/2026"),
        ("2026-02-03", "ngày 03/02/2026"),
        ("2026-11-22", "ngày 22/11/2026"),
        ("2026-09", "tháng 9/2026"),
        ("2026", "năm 2026"),
        ("", ""),
    ],
)
def test_papers_write_dates_as_the_guideline_does(value, words):
    assert paper_date(value) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_the_dated_line_pads_only_what_the_rule_pads(day, words):
    assert dated_line("Nà Phặc", day) == f"Nà Phặc, {words}"
    assert dated_line("", day) == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("03/02/1960", "1960-02-03"),
        ("3/2/1960", "1960-02-03"),
        ("3-2-1960", "1960-02-03"),
        ("03.02.1960", "1960-02-03"),
        ("03 / 02 / 1960", "1960-02-03"),
        ("1960-02-03", "1960-02-03"),
        ("1960-02-03T00:00:00", "1960-02-03"),
        ("'03/02/1960", "1960-02-03"),
        ("\xa003/02/1960 ", "1960-02-03"),
        ("ngày 03 tháng 02 năm 1960", "1960-02-03"),
        ("02/1960", "1960-02"),
        ("2-1960", "1960-02"),
        ("1960-02", "1960-02"),
        ("Tháng 5 năm 1960", "1960-05"),
        (unicodedata.normalize("NFD", "Tháng 5 năm 1960"), "1960-05"),
        ("tháng 5/1960", "1960-05"),
        ("thang 5 nam 1960", "1960-05"),
        ("00/05/1960", "1960-05"),
        ("00/00/1960", "1960"),
        ("1960", "1960"),
        ("'1960", "1960"),
        ("Năm 1960", "1960"),
        ("03/02/60", "1960-02-03"),
        ("03/02/26", "2026-02-03"),
        ("03/02/27", "1927-02-03"),
        ("29/02/2024", "2024-02-29"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_every_way_of_writing_a_date_is_understood(text, value):
    assert parse_partial_date(text, pivot=2026) == value


@pytest.mark.parametrize(
    "text",
    [
        "02/13/1960",
        "31/02/1960",
        "29/02/2023",
        "32/01/1960",
        "05/00/1960",
        "13/1960",
        "0202",
        "60",
        "5/60",
        "1/2",
        "3/2/960",
        "không rõ",
        "١٩٦٠",
        "3/2/1960 và 4/2/1960",
        "19600203",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Invalid) as caught:
        parse_partial_date(text, pivot=2026)
    assert (caught.value.reason, caught.value.value) == (Reason.NOT_A_DATE, text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("-./"))
def test_a_written_date_reads_back(day, separator):
    assert parse_date(date_text(day).replace("/", separator)) == day
    assert parse_partial_date(partial_date_text(day.isoformat()), pivot=None) == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_refused(text):
    with contextlib.suppress(Invalid):
        value = parse_partial_date(text, pivot=2026)
        assert parse_partial_date(value, pivot=None) == value


def test_a_blank_is_no_date():
    assert parse_date("  ") is None


@pytest.mark.parametrize("text", ["02/1960", "1960", "03/02/60", "hôm qua"])
def test_a_full_date_is_asked_for_where_the_day_matters(text):
    with pytest.raises(Invalid):
        parse_date(text)


@given(VIETNAMESE, VIETNAMESE)
def test_words_that_fold_alike_differ_in_marks_and_case_only(left, right):
    if fold(left) == fold(right):
        assert len(nfc(left)) == len(nfc(right))


@given(VIETNAMESE, VIETNAMESE)
def test_the_fold_of_two_words_is_that_of_each(left, right):
    assert fold(left + right) == fold(left) + fold(right)


@given(VIETNAMESE)
def test_what_is_folded_has_plain_letters_only(text):
    assert fold(text).isascii()


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_is_read_back_in_every_form_the_papers_use(day):
    forms = (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        f"{day.day:02d}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"ngày {day.day:02d} tháng {day.month} năm {day.year}",
        f"Ngày {day.day} tháng {day.month:02d} năm {day.year}",
        day.isoformat(),
        date_text(day),
        f"'{date_text(day)} ",
    )
    for form in forms:
        assert parse_date(form) == day
        assert parse_date(unicodedata.normalize("NFD", form)) == day


@given(st.lists(st.text(alphabet=LETTERS.replace(" ", ""), min_size=1, max_size=5), max_size=4))
def test_names_sort_by_their_last_word_first(words):
    name = " ".join(words)
    if words:
        assert name_sort_key(name).startswith(sort_key(words[-1]))
