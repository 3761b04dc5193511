import unicodedata

import pytest

from qtapp.workbooks.columns import MEMBERS, OFFICIAL_HEADINGS
from qtapp.workbooks.layout import ColumnUse, find_layout
from qtapp.workbooks.reading import Sheet

TAKEN = {
    "Họ và tên *": "full_name",
    "Giới tính *": "gender",
    "Sinh ngày * (dd/mm/yyyy)": "birth",
    "Số định danh cá nhân *": "id_number",
    "Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)": "card_number",
    "Tổ chức Đảng đang sinh hoạt * (không sửa)": "cell",
    "Ngày vào Đảng* (dd/mm/yyyy)": "joined_on",
    "Ngày vào Đảng chính thức* (dd/mm/yyyy)": "official_on",
    "Trạng thái hoạt động": "status",
}


def sheet(*rows, merges=()):
    return Sheet(name="S", rows=rows, merges=merges)


def laid_out(given, mapping=None):
    return find_layout(given, MEMBERS, mapping)


def sources(*rows, merges=()):
    return dict(laid_out(sheet(*rows, merges=merges)).sources)


def test_the_29_official_headings_are_known():
    assert len(OFFICIAL_HEADINGS) == 29
    assert {
        each: MEMBERS.source_of(each) for each in OFFICIAL_HEADINGS if MEMBERS.source_of(each)
    } == TAKEN
    left_out = [each for each in OFFICIAL_HEADINGS if MEMBERS.is_never_imported(each)]
    assert left_out == [*OFFICIAL_HEADINGS[6:8], *OFFICIAL_HEADINGS[14:23]]


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("HỌ VÀ TÊN", "full_name"),
        ("  Họ \n và tên* ", "full_name"),
        ("ho ten", "full_name"),
        (unicodedata.normalize("NFD", "Họ và tên khai sinh"), "full_name"),
        ("Năm sinh", "birth"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("Nữ", "birth_female"),
        ("Nam", "birth_male"),
        ("Năm", None),
        ("Nam/Nữ", "gender"),
        ("SĐT", "phone"),
        ("Địa chỉ email", "email"),
        ("Số định danh công dân (CCCD)", "id_number"),
        ("CHỨC VỤ ĐẢNG - ĐOÀN THỂ", "party_role"),
        ("Loại Đảng viên (Chính thức/Dự bị)", "kind"),
        ("Diện miễn sinh hoạt", "exempt"),
        ("Chi bộ đang sinh hoạt", "cell"),
        ("Chi bộ cũ", None),
        ("Nơi sinh", None),
        ("Địa chỉ", None),
        ("Ghi chú", None),
        ("Cột lạ", None),
    ],
)
def test_headings_are_matched_whatever_their_form(heading, source):
    assert MEMBERS.source_of(heading) == source


def test_title_rows_above_the_headings_are_passed_over():
    titles = (["ĐẢNG BỘ XÃ SUỐI MẪU", ""], ["DANH SÁCH ĐẢNG VIÊN", ""], ["", ""])
    layout = laid_out(sheet(*titles, ["STT", "Họ và tên", "Năm sinh"], ["1", "Lý A", "1960"]))
    assert (layout.first, layout.body) == (3, 4)


def test_two_known_headings_are_not_enough():
    assert laid_out(sheet(["Họ và tên", "Năm sinh"], ["Lý A", "1960"])) is None
    assert laid_out(sheet(["STT", "Năm sinh", "Dân tộc"])) is None
    assert laid_out(sheet()) is None


def test_columns_are_reported_as_they_are_used():
    layout = laid_out(sheet(["TT", "Họ tên", "CCCD", "Dân tộc", "Nam", "Nữ", "Miễn sinh hoạt"]))
    assert layout.uses(MEMBERS) == (
        ColumnUse(heading="TT"),
        ColumnUse(heading="Họ tên", field="full_name", source="full_name"),
        ColumnUse(heading="CCCD", field="id_tail", source="id_number"),
        ColumnUse(heading="Dân tộc", left_out=True),
        ColumnUse(heading="Nam", field="birth", source="birth_male"),
        ColumnUse(heading="Nữ", field="birth", source="birth_female"),
        ColumnUse(heading="Miễn sinh hoạt", field="status", source="exempt"),
    )


def test_headings_of_two_rows_are_read_together():
    top = [
        "TT",
        "Họ và tên",
        "Ngày, tháng, năm sinh",
        "",
        "Ngày vào Đảng",
        "",
        "Chức vụ",
        "",
        "Quê quán",
        "",
    ]
    below = ["", "", "Nam", "Nữ", "Dự bị", "Chính thức", "Đảng", "Chính quyền", "Xã", "Tỉnh"]
    layout = laid_out(sheet(top, below, ["1", "Lý A"]))
    assert layout.body == 2
    assert list(layout.sources.values()) == [
        "full_name",
        "birth_male",
        "birth_female",
        "joined_on",
        "official_on",
        "party_role",
        "gov_role",
    ]
    assert [use.left_out for use in layout.uses(MEMBERS)][-2:] == [True, True]


def test_a_row_of_data_is_no_second_row_of_headings():
    layout = laid_out(sheet(["TT", "Họ và tên", "Năm sinh"], ["1", "", "1960"], ["2", "Lý A", ""]))
    assert layout.body == 1


def test_names_in_two_columns_are_taken_together():
    assert sources(["TT", "Họ và tên đệm", "Tên", "Năm sinh"]) == {
        1: "family_name",
        2: "given_name",
        3: "birth",
    }
    assert sources(["TT", "Họ và tên", "", "Năm sinh"], merges=[((0, 1), (0, 2))]) == {
        1: "family_name",
        2: "given_name",
        3: "birth",
    }
    assert sources(["TT", "Họ và tên", "", "Năm sinh"]) == {1: "full_name", 3: "birth"}
    assert sources(["Họ", "Họ và tên", "Tên", "Năm sinh"]) == {1: "full_name", 3: "birth"}


def test_the_first_of_two_like_columns_counts():
    assert sources(["STT", "Họ và tên", "Chức vụ", "Chức vụ Đảng"]) == {
        1: "full_name",
        2: "party_role",
    }


def test_a_mapping_replaces_what_the_headings_say():
    rows = (["STT", "Họ và tên", "Năm sinh", "Số"], ["1", "Lý A", "1960", "123456789012"])
    chosen = laid_out(sheet(*rows), {1: "full_name", 3: "id_number", 2: "unknown"})
    assert chosen.sources == {1: "full_name", 3: "id_number"}
    unknown = laid_out(sheet([""], ["a", "b", "c"], ["Lý A", "", ""]), {0: "full_name"})
    assert (unknown.first, unknown.sources) == (1, {0: "full_name"})
    assert laid_out(sheet(["a"]), {0: "full_name"}) is None
