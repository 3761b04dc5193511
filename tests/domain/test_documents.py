import pytest
from hypothesis import given, strategies as st

from qtapp.domain.documents import claims_secrecy

GRADES = [
    "MẬT",
    "TỐI MẬT",
    "tuyệt mật",
    "Tuyệt  Mật",
    "tối\nmật",
    "Độ mật: Mật",
    "ĐỘ MẬT MẬT",
    "BÍ MẬT: MẬT",
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
        "mật khẩu",
        "bí mật nhà nước",
        "MẬTONG",
        "Tối mậtx",
        "an toàn",
    ],
)
def test_other_words_are_no_grade(text):
    assert not claims_secrecy(text)
