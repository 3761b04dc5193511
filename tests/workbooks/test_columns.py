import unicodedata

import pytest

from qtapp.workbooks.columns import MEMBERS, OFFICIAL_HEADINGS

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
