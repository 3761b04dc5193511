import subprocess
import unicodedata

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.legacy_fonts import (
    LegacyFont,
    Typeface,
    decode,
    decode_row,
    decode_typed,
    detect,
    typeface,
)

# Typed in the two schemes and read through Windows-1252; the second pair is the TCVN3 check string.
SAMPLES = [
    (LegacyFont.TCVN3, "Uû ban nh©n d©n", "Uỷ ban nhân dân"),
    (LegacyFont.TCVN3, "hép møt tÕt", "hộp mứt tết"),
    (LegacyFont.TCVN3, "§¶ng bé x·", "Đảng bộ xã"),
    (LegacyFont.TCVN3, "NguyÔn V¨n H\xadng", "Nguyễn Văn Hưng"),
    (LegacyFont.TCVN3, "TrÇn ThÞ BÝch Ph\xad¬ng", "Trần Thị Bích Phương"),
    (LegacyFont.TCVN3, "Aµ Eò", "À Eũ"),
    (LegacyFont.VNI, "Hoäi ñoàng nhaân daân", "Hội đồng nhân dân"),
    (LegacyFont.VNI, "Ñaûng boä xaõ", "Đảng bộ xã"),
    (LegacyFont.VNI, "Nguyeãn Vaên Höng", "Nguyễn Văn Hưng"),
    (LegacyFont.VNI, "Traàn Thò Bích Phöông", "Trần Thị Bích Phương"),
    (LegacyFont.VNI, "NGUYEÃN VAÊN HÖÔÛNG", "NGUYỄN VĂN HƯỞNG"),
    (LegacyFont.VNI, "Lyù Myõ Quyønh", "Lý Mỹ Quỳnh"),
]


@pytest.mark.parametrize(("font", "typed", "meant"), SAMPLES)
def test_old_text_is_decoded(font, typed, meant):
    assert decode(typed, font) == meant


@pytest.mark.parametrize(
    ("font", "typed"), [sample[:2] for sample in SAMPLES if sample[1] != "Aµ Eò"]
)
def test_letters_betray_the_scheme(font, typed):
    assert detect(typed) is font


@pytest.mark.parametrize(
    "text",
    [
        "Uỷ ban nhân dân",
        "Lê Thanh Hoà",
        "Hà Tú Quyên",
        "Lý Quý Ân",
        "LÊ THÁI HOÀ",
        "Bé Hoài Ý",
        "Nguyen Van An",
        "",
        unicodedata.normalize("NFD", "Hà Giang"),
    ],
)
def test_proper_text_is_left_alone(text):
    assert detect(text) is None


# The fonts have not all letters of the standard: capitals with a tone and marks of their own stand
# there only (VN1, not VN3).
IN_THE_STANDARD_ONLY = "ẰẶ\u0300\u0309\u0303\u0301\u0323ẲẴẮẦẨẪẤỀỂỄẾỒỔỖ"


@pytest.mark.linux  # glibc's iconv
def test_every_letter_of_the_fonts_is_the_one_that_iconv_gives():
    read = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"],  # noqa: S607 - glibc's own
        input=b"".join(bytes([code, 10]) for code in range(0xA1, 0xFF)),
        capture_output=True,
        check=True,
    ).stdout.decode()
    letters = [unicodedata.normalize("NFC", each) for each in read.split("\n")[:-1]]
    for code, letter in zip(range(0xA1, 0xFF), letters, strict=True):
        typed = bytes([code]).decode("cp1252")
        shown = decode(typed, LegacyFont.TCVN3)
        assert shown == (typed if letter in IN_THE_STANDARD_ONLY else letter)


def test_capital_fonts_hold_small_letters():
    assert decode("®¶ng bé x· suèi mÉu", LegacyFont.TCVN3, capitals=True) == "ĐẢNG BỘ XÃ SUỐI MẪU"


@given(st.text())
def test_decoding_never_fails_and_gives_composed_text(text):
    for font in LegacyFont:
        assert unicodedata.is_normalized("NFC", decode(text, font))
    assert detect(text) in {None, *LegacyFont}


VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def test_every_small_letter_has_one_code_in_each_scheme():
    western = [bytes([code]).decode("cp1252", "ignore") for code in range(0xA1, 0x100)]
    assert set(VOWELS) <= {decode(code, LegacyFont.TCVN3) for code in [*western, *"aeiouy"]}
    typed = [base + mark for base in "aeouyôö" for mark in ["", *western]] + ["i", *western]
    assert set(VOWELS) <= {decode(code, LegacyFont.VNI) for code in typed}


def test_a_row_is_decoded_in_one_scheme():
    typed = {"name": "NguyÔn V¨n Vò", "cell": "Vò", "year": "1960"}
    assert decode_row(typed) == {"name": "Nguyễn Văn Vũ", "cell": "Vũ"}


def test_proper_texts_of_a_row_are_left_alone():
    assert decode_row({"name": "Hà Thị Đào", "role": "Bí thư"}) == {}
    assert decode_row({"name": "TrÇn ThÞ BÝch", "cell": "Chi bộ Nà Lạnh"}) == {
        "name": "Trần Thị Bích"
    }


@pytest.mark.parametrize(
    ("name", "face"),
    [
        (".VnTime", Typeface(scheme=LegacyFont.TCVN3)),
        (".VnTimeH", Typeface(scheme=LegacyFont.TCVN3, capitals=True)),
        (".vnArial", Typeface(scheme=LegacyFont.TCVN3)),
        ("VNI-Times", Typeface(scheme=LegacyFont.VNI)),
        ("vni-helve", Typeface(scheme=LegacyFont.VNI)),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_the_name_of_a_font_tells_its_scheme(name, face):
    assert typeface(name) == face


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("®Æng v¨n h\xadng", ".VnTimeH", "ĐẶNG VĂN HƯNG"),
        ("Bé", ".VnTime", "Bộ"),
        ("Hà Tú", ".VnTime", "Hà Tú"),
        ("Lý Thị Đào", ".VnTimeH", "Lý Thị Đào"),
        ("Lyù Vaên AÂn", "VNI-Times", "Lý Văn Ân"),
        ("Lý Thị Đào", "VNI-Times", "Lý Thị Đào"),
        ("Nam", ".VnTimeH", "NAM"),
    ],
)
def test_text_under_a_named_font_is_read_as_it_looks(text, font, shown):
    assert decode_typed(text, typeface(font)) == shown
