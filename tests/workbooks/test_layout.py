from qtapp.workbooks.columns import MEMBERS
from qtapp.workbooks.layout import ColumnUse, find_layout
from qtapp.workbooks.reading import Sheet


def sheet(*rows, merges=()):
    return Sheet(name="S", rows=rows, merges=merges)


def laid_out(given, mapping=None):
    return find_layout(given, MEMBERS, mapping)


def sources(*rows, merges=()):
    return dict(laid_out(sheet(*rows, merges=merges)).sources)


def test_title_rows_above_the_headings_are_passed_over():
    titles = (["ĐẢNG BỘ XÃ SUỐI MẪU", ""], ["DANH SÁCH ĐẢNG VIÊN", ""], ["", ""])
    layout = laid_out(sheet(*titles, ["STT", "Họ và tên", "Năm sinh"], ["1", "Lý A", "1960"]))
    assert (layout.first, layout.body) == (3, 4)


def test_two_known_headings_are_enough_where_there_are_no_others():
    assert sources(["Họ và tên", "Sinh ngày"], ["Lý A", "1960"]) == {0: "full_name", 1: "birth"}
    assert laid_out(sheet(["Họ và tên", "Năm sinh", "Màu mắt", "Cỡ giày"])) is None
    assert laid_out(sheet(["Họ và tên", "Cỡ giày"])) is None
    assert laid_out(sheet(["STT", "Năm sinh", "Dân tộc"])) is None
    assert laid_out(sheet()) is None


def test_a_second_row_may_be_longer_than_the_first():
    rows = [["TT", "Họ và tên", "Ngày sinh", "Ngày tháng"], ["", "", "Nam", "Nữ", "vào tên", "x"]]
    assert laid_out(sheet(*rows, ["1", "Lý A", "1960"])) is not None


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


def test_a_name_in_two_columns_is_seen_where_no_merged_cells_are_kept():
    head = ["TT", "Họ và tên", "", "Năm sinh"]
    found = sources(head, ["1", "Lý Văn", "An", "1960"], ["2", "Lý Thị", "Bình", "1961"])
    assert found == {1: "family_name", 2: "given_name", 3: "birth"}
    assert sources(head, ["1", "Lý Văn An", "", "1960"]) == {1: "full_name", 3: "birth"}


def test_the_first_profile_all_of_whose_headings_are_there_tells_the_columns():
    given = sheet(["Một", "Hai", "Ba"], ["Lý A", "1960", "x"])
    profiles = {
        "lacks one": {"Một": "full_name", "Bốn": "birth"},
        "fits": {"Hai": "birth", "Một": "full_name"},
        "fits too": {"Ba": "full_name"},
    }
    layout = find_layout(given, MEMBERS, None, profiles)
    assert (layout.profile, dict(layout.sources)) == ("fits", {0: "full_name", 1: "birth"})
    assert laid_out(given) is None
