import io
import unicodedata

import pytest
from reportlab.pdfgen.canvas import Canvas

from qtapp.papers.fonts import use_family
from qtapp.papers.letterhead import Nowhere, Pen
from qtapp.papers.rules import MM, load_rules
from tests.papers.sheets import TITLE, a_head, a_signature, sheets

LEFT, COLUMN, TOP = 30, 165, 20


def a_pen(canvas):
    return Pen(canvas, load_rules(), use_family(), 297 * MM)


def drawn(draw):
    """Return what `draw` puts on an empty page, and the height in mm it says it took."""
    use_family()
    memory = io.BytesIO()
    canvas = Canvas(memory, pagesize=(210 * MM, 297 * MM), invariant=1)
    end = draw(a_pen(canvas))
    canvas.save()
    (sheet,) = sheets(memory.getvalue())
    return sheet, end


def head(**values):
    return drawn(lambda pen: pen.head(a_head(**values), LEFT * MM, COLUMN * MM, TOP * MM))


def signature(**values):
    return drawn(lambda pen: pen.signature(a_signature(**values), LEFT * MM, COLUMN * MM, TOP * MM))


def middle(piece):
    return (piece.left + piece.right) / 2


def centred(pieces, x):
    return all(middle(each) == pytest.approx(x, abs=0.5) for each in pieces)


def test_the_title_is_bold_15_and_its_rule_exactly_as_long():
    sheet, _ = head()
    title = sheet.piece(TITLE)
    (rule,) = sheet.rules
    assert (title.size, title.font) == (15, "Tinos-Bold")
    assert rule.left == pytest.approx(title.x, abs=0.05)
    assert rule.right == pytest.approx(title.x + 2 * (middle(title) - title.x), abs=0.3)
    assert 0 < rule.top - title.bottom < 2


def test_the_units_lines_stand_left_and_only_the_issuing_one_is_bold():
    sheet, _ = head()
    upper, own = sheet.piece("ĐẢNG BỘ XÃ SUỐI MẪU"), sheet.piece("CHI BỘ THÔN NÀ MẪU")
    star, number = sheet.piece("*"), sheet.piece("Số 05-BC/CB")
    assert (upper.size, upper.font) == (14, "Tinos")
    assert (own.size, own.font) == (14, "Tinos-Bold")
    assert upper.baseline < own.baseline < star.baseline < number.baseline
    assert centred((upper, own, star, number), LEFT + 73 / 2)
    assert number.size == 14


def test_the_date_is_italic_below_the_title():
    sheet, _ = head()
    dated, title = sheet.piece(a_head().dated_line), sheet.piece(TITLE)
    assert (dated.size, dated.font) == (14, "Tinos-Italic")
    assert dated.top > title.bottom
    assert middle(dated) == pytest.approx(middle(title), abs=0.5)


@pytest.mark.parametrize(
    "own_line", ["CHI BỘ THÔN NÀ MẪU", "CHI BỘ CÔNG TY THỦY LỢI SUỐI MẪU " * 2]
)
def test_the_date_stands_on_the_line_of_the_number(own_line):
    sheet, _ = head(own_line=own_line)
    number, dated = sheet.piece("Số 05-BC/CB"), sheet.piece(a_head().dated_line)
    assert dated.baseline == pytest.approx(number.baseline, abs=0.01)


def test_the_head_stands_below_the_margin_inside_the_column():
    sheet, end = head()
    assert min(each.top for each in sheet.pieces) >= TOP
    assert max(each.bottom for each in sheet.pieces) <= end / MM
    assert min(each.left for each in sheet.pieces) >= LEFT
    assert max(each.right for each in sheet.pieces) <= LEFT + COLUMN


def test_a_unit_without_a_superior_and_a_paper_without_a_number_leave_no_gap():
    sheet, end = head(upper_line="", number="")
    assert [each.text for each in sheet.pieces][:2] == ["CHI BỘ THÔN NÀ MẪU", "*"]
    assert sheet.pieces[0].top == pytest.approx(TOP, abs=2)
    assert end < head()[1]


def test_long_names_of_units_wrap_and_never_touch_the_right_half():
    long = "ĐẢNG BỘ CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN THỦY LỢI SUỐI MẪU"
    sheet, end = head(upper_line=long, own_line=long)
    left = [each for each in sheet.pieces if each.left < LEFT + 73]
    assert max(each.right for each in left) < LEFT + 70
    assert " ".join(each.text for each in left).count("THỦY LỢI") == 2
    assert max(each.bottom for each in sheet.pieces) <= end / MM


def test_blanks_to_write_the_number_by_hand_stay_wide():
    by_hand, known = (head(number=number)[0] for number in ("Số        -BC/CB", "Số 5-BC/CB"))
    widths = [each.pieces[3].right - each.pieces[3].left for each in (by_hand, known)]
    assert by_hand.pieces[3].text.endswith("-BC/CB")
    assert widths[0] > widths[1]


def test_type_and_abstract_are_bold_centred_and_followed_by_five_hyphens():
    sheet, end = drawn(
        lambda pen: pen.type_block("BÁO CÁO", "kết quả đợt I", LEFT * MM, COLUMN * MM, TOP * MM)
    )
    kind, abstract, hyphens = sheet.pieces
    assert (kind.size, abstract.size) == (16, 14)
    assert kind.font == abstract.font == "Tinos-Bold"
    assert hyphens.text == "-----"
    assert centred(sheet.pieces, LEFT + COLUMN / 2)
    assert hyphens.bottom <= end / MM


def test_the_signature_stands_right_with_room_to_sign():
    sheet, end = signature()
    authority, title, name = sheet.pieces
    assert (authority.font, title.font, name.font) == ("Tinos-Bold", "Tinos", "Tinos-Bold")
    assert {each.size for each in sheet.pieces} == {14}
    assert name.top - title.bottom >= 15
    assert centred(sheet.pieces, LEFT + 73 + 46)
    assert name.bottom <= end / MM


def test_the_preparer_signs_on_the_left_at_the_same_height():
    sheet, _ = signature(preparer="NGƯỜI LẬP", preparer_name="Bùi Xuân Yên")
    assert sheet.piece("NGƯỜI LẬP").baseline == sheet.piece("T/M CHI BỘ").baseline
    assert sheet.piece("Bùi Xuân Yên").baseline == sheet.piece("Hoàng Y Niê").baseline
    assert sheet.piece("Bùi Xuân Yên").right < sheet.piece("Hoàng Y Niê").left


def test_a_long_authority_wraps_and_pushes_the_name_down():
    long = "T/M BAN CHẤP HÀNH ĐẢNG BỘ CÔNG TY THỦY LỢI SUỐI MẪU"
    sheet, end = signature(authority=long)
    assert max(each.right for each in sheet.pieces) <= LEFT + COLUMN
    assert sheet.piece("BÍ THƯ").top > sheet.pieces[1].bottom
    assert sheet.piece("Hoàng Y Niê").top - sheet.piece("BÍ THƯ").bottom >= 15
    assert end > signature()[1]


def test_the_page_number_is_14_in_the_middle_10_mm_from_the_top():
    sheet, _ = drawn(lambda pen: pen.page_number("12", 210 * MM))
    (number,) = sheet.pieces
    assert number.size == 14
    assert middle(number) == pytest.approx(105, abs=0.3)
    assert (number.top + number.bottom) / 2 == pytest.approx(10, abs=0.3)


def test_measuring_on_nowhere_gives_the_height_of_the_drawing():
    for draw in (
        lambda pen: pen.head(a_head(), 0, COLUMN * MM, 0),
        lambda pen: pen.type_block("BÁO CÁO", "kết quả", 0, COLUMN * MM, 0),
        lambda pen: pen.signature(a_signature(), 0, COLUMN * MM, 0),
    ):
        assert draw(a_pen(Nowhere())) == drawn(draw)[1] > 0


def test_decomposed_letters_are_drawn_composed():
    def apart(text):
        return unicodedata.normalize("NFD", text)

    plain, _ = head()
    values = {name: apart(getattr(a_head(), name)) for name in ("upper_line", "own_line")}
    values |= {name: apart(getattr(a_head(), name)) for name in ("number", "dated_line")}
    assert head(**values)[0] == plain
