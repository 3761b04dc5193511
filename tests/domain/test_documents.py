import pytest
from hypothesis import given, strategies as st

from qtapp.domain.documents import claims_secrecy, names_grade, secret_field

GRADES = [
    "MẬT",
    "TỐI MẬT",
    "tuyệt mật",
    "Tuyệt  Mật",
    "tối\nmật",
    "Độ mật: Mật",
    "ĐỘ MẬT MẬT",
    "BÍ MẬT: MẬT",
    "(Mật)",
    "[ mật ]",
    "( Độ mật )",
    "NUÔI ONG LẤY MẬT (MẬT)",
    "MẬT MẬT ONG",
]
words = st.sampled_from(["Kế hoạch", "số 5-KH/TU", "2026", "học tập", "(", ")", "-", "về"])


@given(st.lists(words, max_size=4), st.sampled_from(GRADES), st.lists(words, max_size=4))
def test_a_grade_is_seen_among_any_words(before, grade, after):
    assert claims_secrecy(" ".join([*before, grade, *after]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "QUY CHẾ BẢO\n MẬT THÔNG TIN",
        "bảo mật",
        "Mật ong rừng",
        "ĐỀ ÁN NUÔI ONG LẤY MẬT",
        "MẬT ONG RỪNG",
        "NGHỀ NUÔI ONG MẬT",
        "Đề án nuôi ong lấy mật",
        "(mật ong)",
        "mật khẩu",
        "bí mật nhà nước",
        "MẬTONG",
        "Tối mậtx",
        "an toàn",
    ],
)
def test_other_words_are_no_grade(text):
    assert not claims_secrecy(text)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "12-NQ/TU (Mật)"}, "number"),
        ({"number": "12-NQ/TU - mật"}, "number"),
        ({"number": "12-NQ/TU_Mật"}, "number"),
        ({"number": "12-NQ/TU Mật"}, "number"),
        ({"number": "M\u00e2\u0323t 12-NQ/TU"}, "number"),
        ({"name": "Kế hoạch bảo vệ (mật)"}, "name"),
        ({"name": "Kế hoạch bảo vệ - Mật"}, "name"),
        ({"name": "Mật: kế hoạch bảo vệ"}, "name"),
        ({"name": "Mật"}, "name"),
        ({"name": "KẾ HOẠCH LẤY MẬT"}, "name"),
        ({"secrecy": "Tối  mật"}, "secrecy"),
        ({"number": "12-NQ/TU", "name": "Đề án nuôi ong lấy mật"}, ""),
        ({"number": "12-NQ/TU", "name": "Kế hoạch chế biến mật mía, mật ong"}, ""),
        ({"number": "12-NQ/TU", "name": "ĐỀ ÁN NUÔI ONG LẤY MẬT"}, ""),
        ({"number": "117/2025/QH15", "name": "Luật Bảo vệ bí mật nhà nước"}, ""),
        ({"number": "12-NQ/TU", "name": "Mật độ dân số các thôn"}, ""),
    ],
)
def test_a_grade_is_found_in_the_field_that_carries_it(values, field):
    assert secret_field(values) == field


@pytest.mark.parametrize(
    ("name", "grade"),
    [("Kế hoạch_mật", True), ("kế hoạch (Mật)", True), ("Mật ong", False), ("lấy mật", False)],
)
def test_the_name_of_a_file_is_looked_at_too(name, grade):
    assert names_grade(name) is grade
