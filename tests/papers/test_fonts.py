import shutil
import unicodedata

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.errors import MissingGlyphs
from qtapp.papers.fonts import balanced, checked, font_files, use_family, width, wrapped
from qtapp.paths import resource

TIMES = {
    "times.ttf": "Tinos-Regular.ttf",
    "timesbd.ttf": "Tinos-Bold.ttf",
    "timesi.ttf": "Tinos-Italic.ttf",
    "timesbi.ttf": "Tinos-BoldItalic.ttf",
}
WORDS = st.text("aăâđêô ơưẾỘ Wi.-", max_size=80)


@pytest.fixture
def times(tmp_path):
    folder = tmp_path / "Fonts"
    folder.mkdir()
    for name, like in TIMES.items():
        shutil.copy(resource(f"fonts/{like}"), folder / name)
    return folder


@pytest.fixture(scope="module")
def family():
    return use_family()


def test_the_bundled_family_serves_where_there_is_no_times_new_roman(tmp_path):
    names = [path.name for path in font_files([tmp_path, tmp_path / "nowhere"])]
    assert names == list(TIMES.values())
    assert all(path.is_file() for path in font_files())


def test_times_new_roman_is_preferred_where_all_of_it_is_there(times, tmp_path):
    assert font_files([tmp_path, times]) == tuple(times / name for name in TIMES)
    family = use_family([times])
    assert (family.regular, family.bold, family.italic) == ("times", "timesbd", "timesi")
    assert use_family().regular == "Tinos-Regular"


@pytest.mark.parametrize("missing", TIMES)
def test_a_family_with_a_face_missing_is_not_used(times, missing):
    (times / missing).unlink()
    assert font_files([times]) == font_files()


def test_every_letter_of_vietnamese_can_be_drawn(family):
    bare = "aăâeêioôơuưy"
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [unicodedata.normalize("NFC", each + mark) for each in bare for mark in marks]
    checked(family, [*letters, *(each.upper() for each in letters), "đĐ–…“”₫"])


def test_letters_without_a_shape_are_named_in_order(family):
    with pytest.raises(MissingGlyphs) as caught:
        checked(family, ["Hoa ☑", "chữ 漢", "☑"])
    assert caught.value.characters == "☑漢"


def test_decomposed_letters_and_white_space_are_no_missing_shapes(family):
    checked(family, [unicodedata.normalize("NFD", "Nguyễn\u00a0Thị\tẨn\r\n")])


def test_a_text_that_fits_stays_on_one_line(family):
    assert wrapped("Nguyễn Thị Hoa", family.regular, 12, 200) == ["Nguyễn Thị Hoa"]
    assert wrapped("", family.regular, 12, 200) == [""]


def test_lines_break_between_words_and_long_words_where_they_must(family):
    assert wrapped("Nguyễn Thị Hoa", family.regular, 12, 60) == ["Nguyễn Thị", "Hoa"]
    lines = wrapped("W" * 20, family.regular, 12, 60)
    assert len(lines) > 1
    assert "".join(lines) == "W" * 20


def test_lines_are_composed_with_single_blanks(family):
    text = unicodedata.normalize("NFD", " Nguyễn\n\tThị  Hoa ")
    assert wrapped(text, family.regular, 12, 200) == ["Nguyễn Thị Hoa"]


@given(text=WORDS, room=st.floats(20, 300))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(family, text, room):
    for way in (wrapped, balanced):
        lines = way(text, family.regular, 12, room)
        assert all(width(line, family.regular, 12) <= room for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(text=WORDS, room=st.floats(20, 300))
def test_balancing_takes_no_more_lines(family, text, room):
    assert len(balanced(text, family.regular, 12, room)) <= len(
        wrapped(text, family.regular, 12, room)
    )


def test_a_title_leaves_no_single_word_behind(family):
    title = "Hội nghị học tập, quán triệt Nghị quyết – Đợt quý IV năm 2026"
    room = width(title, family.bold, 14) - 1
    assert wrapped(title, family.bold, 14, room)[-1] == "2026"
    first, last = (width(line, family.bold, 14) for line in balanced(title, family.bold, 14, room))
    assert abs(first - last) < 60
