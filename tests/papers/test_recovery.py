import pytest

from qtapp.domain.errors import FolderReadOnly, MissingGlyphs
from qtapp.domain.recovery import RANDOM_BYTES, recovery_code
from qtapp.papers.recovery import RecoveryPage, write_recovery
from tests.make import some_random, write_protected
from tests.papers.sheets import only_embedded_fonts, sheets, text_of, undated

CODE = recovery_code(some_random()(RANDOM_BYTES))


def a_page(**values):
    values.setdefault("code", CODE)
    values.setdefault("unit", "Chi bộ thôn Nà Mẫu")
    values.setdefault("book", "sổ & <chi bộ>.scb")
    values.setdefault("made", "ngày 20/11/2026")
    return RecoveryPage(**values)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mã.pdf"


def test_the_code_can_be_read_off_group_by_group(path):
    write_recovery(a_page(), path)
    (sheet,) = sheets(path)
    letters = [each for each in sheet.pieces if each.size == 26]
    lines = {}
    for each in letters:
        lines.setdefault(each.baseline, []).append(each.text)
    assert "-".join("".join(line) for line in lines.values()) == CODE
    numbers = [each.text for each in sheet.pieces if each.x < 65 and each.text.isdigit()]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7"]


def test_the_page_says_what_it_opens_since_when_and_how_to_keep_it(path):
    write_recovery(a_page(), path)
    text = text_of(path)
    for words in (
        "MÃ KHÔI PHỤC SỔ",
        "Chi bộ thôn Nà Mẫu",
        "Sổ: sổ & <chi bộ>.scb",
        "Lập ngày 20/11/2026",
        "Cất tờ giấy này ở nơi có khóa, xa máy tính.",
        "“Quên mật khẩu?”",
        "“Lập mã khôi phục mới”",
    ):
        assert words in text


def test_everything_stands_on_one_page_inside_the_margins(path):
    long = "Chi bộ Công ty Trách nhiệm hữu hạn một thành viên Thủy lợi Suối Mẫu và Nà Mẫu"
    write_recovery(a_page(unit=long, book=f"{long}.scb"), path)
    (sheet,) = sheets(path)
    assert min(each.left for each in sheet.pieces) >= 29.9
    assert max(each.right for each in sheet.pieces) <= 195
    assert max(each.bottom for each in sheet.pieces) <= 277
    assert f"Sổ: {long}.scb" in text_of(path)


def test_all_fonts_are_inside_and_the_same_page_gives_the_same_bytes(path):
    write_recovery(a_page(), path)
    first = path.read_bytes()
    assert only_embedded_fonts(first) == {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    write_recovery(a_page(), path)
    assert path.read_bytes() == first
    assert undated(first)


def test_a_letter_without_a_shape_is_said_before_anything_is_written(path, tmp_path):
    with pytest.raises(MissingGlyphs):
        write_recovery(a_page(book="sổ 😀.scb"), path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_to_be_so():
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly):
            write_recovery(a_page(), folder / "mã.pdf")
        assert list(folder.iterdir()) == []
