"""Member lists as twenty years of habits have made them, each with the rows that must come out."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from qtapp.domain.members import Gender, MemberKind, MemberStatus
from qtapp.workbooks.columns import OFFICIAL_HEADINGS

M, F = Gender.MALE, Gender.FEMALE
OFFICIAL, PROBATION = MemberKind.OFFICIAL, MemberKind.PROBATIONARY
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng"]


class Nasty(Struct, frozen=True, kw_only=True):
    """One workbook: its rows, how they are dressed, and what must be read."""

    name: str
    rows: Sequence[Sequence[Any]]
    read: Sequence[Mapping[str, Any]]
    merges: Sequence[str] = ()
    fonts: Mapping[str, str] = {}
    """Cell to the name of its font."""
    formats: Mapping[str, str] = {}
    sheets: Sequence[tuple[str, Sequence[Sequence[Any]]]] = ()
    wrong: Sequence[tuple[int, str]] = ()
    """Line and field of each problem."""
    cells: Sequence[str] = ()
    left_out: Sequence[str] = ()
    """Headings of columns that must not be stored."""


def _official(**values: Any) -> list[Any]:
    places = {"name": 2, "gender": 4, "birth": 5, "ethnicity": 6, "id": 8, "card": 9, "cell": 13,
              "joined": 23, "official": 24, "status": 26}  # fmt: skip
    row: list[Any] = [None] * len(OFFICIAL_HEADINGS)
    for name, value in values.items():
        row[places[name]] = value
    return row


def _one(**values: Any) -> dict[str, Any]:
    return {"full_name": "Lý Văn An", **values}


NASTY = [
    Nasty(
        name="the official template with lost zeros and numbers as floats",
        rows=[
            OFFICIAL_HEADINGS,
            _official(name="Lý Văn An", gender="Nam", birth="05/06/1970", ethnicity="Tày",
                      id=4070123456, card=30098123456.0, cell="Chi bộ Nà Mẫu",
                      joined="03/02/1999", official="03/02/2000", status="Đang sinh hoạt"),
        ],
        read=[_one(gender=M, birth="1970-06-05", id_tail="3456", card_number="030098123456",
                   joined_on="1999-02-03", official_on="2000-02-03", kind=OFFICIAL,
                   status=MemberStatus.ACTIVE)],
        cells=["Chi bộ Nà Mẫu"],
        left_out=[*OFFICIAL_HEADINGS[6:8], *OFFICIAL_HEADINGS[14:23]],
    ),
    Nasty(
        name="card numbers as text with .0, apostrophe, dots and blanks",
        rows=[
            ["STT", "Họ và tên", "Số thẻ Đảng"],
            [1, "Lý Văn An", "30098123456.0"], [2, "Lý Văn An", "'030098123457"],
            [3, "Lý Văn An", "030.098.123.458"], [4, "Lý Văn An", " 030 098 123 459 "],
            [5, "Lý Văn An", "12345678"],
        ],
        read=[_one(card_number=each) for each in (
            "030098123456", "030098123457", "030098123458", "030098123459", "12345678")],
    ),
    Nasty(
        name="eight title rows above the headings",
        rows=[["ĐẢNG BỘ TỈNH MẪU"], ["ĐẢNG ỦY XÃ SUỐI MẪU"], ["*"], [],
              ["DANH SÁCH ĐẢNG VIÊN"], ["Tính đến ngày 01/6/2026"], ["(Kèm theo báo cáo)"], [],
              HEAD, [1, "Lý Văn An", "1960"]],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="headings in capitals with stars, line breaks and stray blanks",
        rows=[["STT", "  HỌ VÀ\n TÊN * ", "NGÀY,  THÁNG, NĂM SINH", "NGÀY KẾT NẠP "],
              [1, "Lý Văn An", "1/2/1960", "3-2-1985"]],
        read=[_one(birth="1960-02-01", joined_on="1985-02-03")],
    ),
    Nasty(
        name="headings without diacritics",
        rows=[["stt", "ho ten", "ngay sinh", "sdt"], [1, "Lý Văn An", "1960", 912345678]],
        read=[_one(birth="1960", phone="0912345678")],
    ),
    Nasty(
        name="decomposed letters in headings and names",
        rows=[[unicodedata.normalize("NFD", each) for each in HEAD],
              [1, unicodedata.normalize("NFD", "Nguyễn Thị Đặng"), "1960"]],
        read=[{"full_name": "Nguyễn Thị Đặng", "birth": "1960"}],
    ),
    Nasty(
        name="two rows of headings with the birth under Nam and Nữ",
        rows=[["TT", "Họ và tên", "Năm sinh", None, "Chức vụ"], [None, None, "Nam", "Nữ"],
              [1, "Lý Văn An", 1960, None, "Bí thư"], [2, "Lý Thị Bình", None, "03/1961", ""]],
        merges=["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
        read=[_one(birth="1960", gender=M, party_role="Bí thư"),
              {"full_name": "Lý Thị Bình", "birth": "1961-03", "gender": F}],
    ),
    Nasty(
        name="marks under Nam and Nữ beside a column of birth dates",
        rows=[["TT", "Họ và tên", "Nam", "Nữ", "Ngày sinh"],
              [1, "Lý Văn An", "x", None, "1960"], [2, "Lý Thị Bình", None, "X", "1961"]],
        read=[_one(birth="1960", gender=M), {"full_name": "Lý Thị Bình", "birth": "1961", "gender": F}],
    ),
    Nasty(
        name="the heading of the name spans two columns",
        rows=[["TT", "Họ và tên", None, "Năm sinh"], [1, "Lý Văn", "An", 1960]],
        merges=["B1:C1"],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="family name and given name in columns of their own",
        rows=[["TT", "Họ và chữ đệm", "Tên", "Năm sinh"], [1, "Lý Văn", "An", 1960]],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="a row that numbers the columns",
        rows=[HEAD, ["(1)", "(2)", "(3)", "(4)"], [1, "Lý Văn An", "1960"]],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="totals, place and date, signatures below",
        rows=[HEAD, [1, "Lý Văn An", "1960"], ["Tổng số: 1 đảng viên"],
              [None, None, "Suối Mẫu, ngày 01 tháng 6 năm 2026"],
              [None, "NGƯỜI LẬP", None, "T/M CHI BỘ"], [None, None, None, "BÍ THƯ"],
              [None, "Hứa Thị Mẫu", None, "Lý Văn An"]],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="group rows that name the cells",
        rows=[HEAD, ["I", "CHI BỘ THÔN NÀ MẪU (1 đồng chí)"], [1, "Lý Văn An", "1960"],
              ["II", "Chi bộ thôn Khuổi Mẫu"], [1, "Lý Thị Bình", "1961"]],
        read=[_one(birth="1960"), {"full_name": "Lý Thị Bình", "birth": "1961"}],
        cells=["CHI BỘ THÔN NÀ MẪU", "Chi bộ thôn Khuổi Mẫu"],
    ),
    Nasty(
        name="the cell in a merged column",
        rows=[["TT", "Họ và tên", "Chi bộ"], [1, "Lý Văn An", "Nà Mẫu"], [2, "Lý Văn An"],
              [3, "Lý Văn An", "Khuổi Mẫu"]],
        merges=["C2:C3"],
        read=[_one(), _one(), _one()],
        cells=["Nà Mẫu", "Nà Mẫu", "Khuổi Mẫu"],
    ),
    Nasty(
        name="the list stands on the second sheet",
        rows=[["Hướng dẫn điền biểu"], ["Ghi đủ họ tên"]],
        sheets=[("Danh sách", [HEAD, [1, "Lý Văn An", "1960"]])],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="dates in every way of writing",
        rows=[HEAD, *[[1, "Lý Văn An", each] for each in (
            "5/6/1970", "05-06-1970", "05.06.1970", "1970-06-05", "6/1970", "06-1970", "1970",
            "Tháng 6 năm 1970", "ngày 5 tháng 6 năm 1970", "'05/06/1970", " 05 / 06 / 1970 ",
            "00/00/1970", "00/6/1970", "1970-06-05T00:00:00", "năm 1970")]],
        read=[_one(birth=each) for each in (
            "1970-06-05", "1970-06-05", "1970-06-05", "1970-06-05", "1970-06", "1970-06", "1970",
            "1970-06", "1970-06-05", "1970-06-05", "1970-06-05", "1970", "1970-06", "1970-06-05",
            "1970")],
    ),
    Nasty(
        name="days as Excel keeps them: dates, times, serials, bare years",
        rows=[HEAD, [1, "Lý Văn An", date(1970, 6, 5), datetime(1999, 2, 3, 7, 30)],  # noqa: DTZ001
              [2, "Lý Văn An", 25724, 36194], [3, "Lý Văn An", 1970, 1999],
              [4, "Lý Văn An", date(1905, 5, 23), None]],
        read=[_one(birth="1970-06-05", joined_on="1999-02-03"),
              _one(birth="1970-06-05", joined_on="1999-02-03"),
              _one(birth="1970", joined_on="1999"), _one(birth="1970")],
    ),
    Nasty(
        name="years of two digits lie before this year, births long before",
        rows=[HEAD, [1, "Lý Văn An", "5/6/70", "3/2/99"], [2, "Lý Văn An", "5/6/05", "3/2/25"],
              [3, "Lý Văn An", "5/6/10", None]],
        read=[_one(birth="1970-06-05", joined_on="1999-02-03"),
              _one(birth="2005-06-05", joined_on="2025-02-03"), _one(birth="1910-06-05")],
    ),
    Nasty(
        name="the month is never taken for the day",
        rows=[HEAD, [1, "Lý Văn An", "06/13/1970"], [2, "Lý Văn An", "12/11/1970"]],
        read=[_one(), _one(birth="1970-11-12")],
        wrong=[(2, "birth")],
    ),
    Nasty(
        name="days that no calendar has",
        rows=[HEAD, [1, "Lý Văn An", "31/02/1960"], [2, "Lý Văn An", "29/02/1900"],
              [3, "Lý Văn An", "29/02/2000"]],
        read=[_one(), _one(), _one(birth="2000-02-29")],
        wrong=[(2, "birth"), (3, "birth")],
    ),
    Nasty(
        name="dashes, dots and blanks for nothing",
        rows=[HEAD, [1, "Lý Văn An", "-", "…"], [2, "Lý Văn An", "–", "..."],
              [3, "Lý Văn An", "   ", "'"], [4, "Lý Văn An", "/", "—"]],
        read=[_one()] * 4,
    ),
    Nasty(
        name="TCVN3 told by the name of the font",
        rows=[["TT", "Hä vµ tªn", "N¨m sinh", "Chøc vô"],
              [1, "NguyÔn V¨n H\xadng", 1951, "BÝ th\xad"], [2, "Lª Tó", "1960", "Phã bÝ th\xad"]],
        fonts={f"{column}{row}": ".VnTime" for column in "BCD" for row in (1, 2, 3)},
        read=[{"full_name": "Nguyễn Văn Hưng", "birth": "1951", "party_role": "Bí thư"},
              {"full_name": "Lê Tú", "birth": "1960", "party_role": "Phó bí thư"}],
    ),
    Nasty(
        name="small letters in a font of capitals",
        rows=[["tt", "hä vµ tªn", "n¨m sinh", "chøc vô"], [1, "®Æng v¨n h\xadng", 1951, "bÝ th\xad"]],
        fonts={f"{column}{row}": ".VnTimeH" for column in "ABCD" for row in (1, 2)},
        read=[{"full_name": "Đặng Văn Hưng", "birth": "1951", "party_role": "BÍ THƯ"}],
    ),
    Nasty(
        name="TCVN3 in an ordinary font, told by its letters, the soft hyphen kept",
        rows=[["TT", "Hä vµ tªn", "N¨m sinh"], [1, "TrÇn ThÞ Ph\xad¬ng", 1960]],
        read=[{"full_name": "Trần Thị Phương", "birth": "1960"}],
    ),
    Nasty(
        name="VNI told by the name of the font",
        rows=[["TT", "Hoï vaø teân", "Naêm sinh"], [1, "Lyù Vaên AÂn", 1960]],
        fonts={"B1": "VNI-Times", "C1": "VNI-Times", "B2": "VNI-Times"},
        read=[{"full_name": "Lý Văn Ân", "birth": "1960"}],
    ),
    Nasty(
        name="VNI told by its letters",
        rows=[["TT", "Hoï vaø teân", "Naêm sinh"], [1, "Traàn Thò Bích Phöông", 1960]],
        read=[{"full_name": "Trần Thị Bích Phương", "birth": "1960"}],
    ),
    Nasty(
        name="proper letters pasted into a cell of an old font",
        rows=[HEAD, [1, "Lý Thị Đào", "1960"], [2, "Hà Tú", "1961"]],
        fonts={"B2": ".VnTime", "B3": ".VnTime"},
        read=[{"full_name": "Lý Thị Đào", "birth": "1960"}, {"full_name": "Hà Tú", "birth": "1961"}],
    ),
    Nasty(
        name="old letters and proper ones in one list",
        rows=[HEAD, [1, "NguyÔn V¨n H\xadng", "1951"], [2, "Lý Thị Đào", "1960"]],
        read=[{"full_name": "Nguyễn Văn Hưng", "birth": "1951"},
              {"full_name": "Lý Thị Đào", "birth": "1960"}],
    ),
    Nasty(
        name="names in capitals",
        rows=[HEAD, [1, "LÝ VĂN AN", "1960"], [2, "H'MÔNG Y NIÊ", "1961"]],
        read=[_one(birth="1960"), {"full_name": "H'Mông Y Niê", "birth": "1961"}],
    ),
    Nasty(
        name="names with stray blanks, tabs and line breaks",
        rows=[HEAD, [1, "  Lý   Văn\tAn \n", "1960"], [2, "Lý\xa0Văn\u200bAn", "1960"]],
        read=[_one(birth="1960"), {"full_name": "Lý Văn\u200bAn", "birth": "1960"}],
    ),
    Nasty(
        name="an empty day of full membership means probation",
        rows=[[*HEAD, "Ngày chính thức"], [1, "Lý Văn An", "1999", "2/11/2025", None],
              [2, "Lý Văn An", "1960", "2/3/1985", "2/3/1986"],
              [3, "Lý Văn An", "1999", "2/11/2025", "Dự bị"]],
        read=[_one(birth="1999", joined_on="2025-11-02", kind=PROBATION),
              _one(birth="1960", joined_on="1985-03-02", official_on="1986-03-02", kind=OFFICIAL),
              _one(birth="1999", joined_on="2025-11-02", kind=PROBATION)],
    ),
    Nasty(
        name="statuses in the words of different offices",
        rows=[["STT", "Họ và tên", "Trạng thái"], *[[1, "Lý Văn An", each] for each in (
            "Đang sinh hoạt", "MIỄN SINH HOẠT", "Sinh hoạt tạm thời", "Tạm thời đi", "đã chuyển đi",
            "Xóa tên", "Đã từ trần")]],
        read=[_one(status=each) for each in (
            MemberStatus.ACTIVE, MemberStatus.EXEMPT, MemberStatus.TEMPORARY_IN,
            MemberStatus.TEMPORARY_AWAY, MemberStatus.MOVED, MemberStatus.LEFT,
            MemberStatus.DECEASED)],
    ),
    Nasty(
        name="exemption marked in a column of its own",
        rows=[["STT", "Họ và tên", "Diện miễn sinh hoạt"], [1, "Lý Văn An", "x"],
              [2, "Lý Văn An", "Trên 80 tuổi"], [3, "Lý Văn An", "không"], [4, "Lý Văn An", None]],
        read=[_one(status=MemberStatus.EXEMPT), _one(status=MemberStatus.EXEMPT), _one(), _one()],
    ),
    Nasty(
        name="formatted blanks to the right and below",
        rows=[[*HEAD, *[None] * 40], [1, "Lý Văn An", "1960"], *[[] for _ in range(30)],
              [None, None, None]],
        formats={"AZ60": "0.00"},
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="blank rows and sums in the middle",
        rows=[HEAD, [1, "Lý Văn An", "1960"], [], ["Cộng: 1"], [], [2, "Lý Văn An", "1961"]],
        read=[_one(birth="1960"), _one(birth="1961")],
    ),
    Nasty(
        name="two columns that mean the same: the first counts",
        rows=[["STT", "Họ tên khai sinh", "Họ tên đang dùng", "Ngày sinh"],
              [1, "Lý Văn An", "Lý An", "1960"]],
        read=[_one(birth="1960")],
    ),
    Nasty(
        name="sensitive columns in odd spellings stay out",
        rows=[[*HEAD, "DÂN TỘC ", "ton giao", "Nơi ở hiện nay", "Quê  quán", "Hộ khẩu thường trú"],
              [1, "Lý Văn An", "1960", None, "Tày", "Không", "Thôn 1", "Xã Mẫu", "Xã Mẫu"]],
        read=[_one(birth="1960")],
        left_out=["DÂN TỘC", "ton giao", "Nơi ở hiện nay", "Quê quán", "Hộ khẩu thường trú"],
    ),
    Nasty(
        name="personal numbers keep four digits, wrong ones say so masked",
        rows=[["STT", "Họ và tên", "Số CCCD"], [1, "Lý Văn An", "004070123456"],
              [2, "Lý Văn An", 4070123456], [3, "Lý Văn An", "123"], [4, "Lý Văn An", "12 3456789"]],
        read=[_one(id_tail="3456"), _one(id_tail="3456"), _one(), _one(id_tail="6789")],
        wrong=[(4, "id_tail")],
    ),
    Nasty(
        name="a row without a name, a name without letters",
        rows=[HEAD, [1, None, "1960", "1985"], [2, "123", "1961"], [3, "Lý Văn An", "1962"]],
        read=[{"birth": "1960", "joined_on": "1985"}, {"birth": "1961"}, _one(birth="1962")],
        wrong=[(2, "full_name"), (3, "full_name")],
    ),
    Nasty(
        name="a footer's words as names of people",
        rows=[HEAD, [1, "Công Thị Tổng", "1960", "1985"], [2, "Ngày Văn Tháng", "1961", "1986"]],
        read=[{"full_name": "Công Thị Tổng", "birth": "1960", "joined_on": "1985"},
              {"full_name": "Ngày Văn Tháng", "birth": "1961", "joined_on": "1986"}],
    ),
    Nasty(
        name="formulas of spreadsheets as mere texts",
        rows=[[*HEAD, "Chức vụ"], [1, "Lý Văn An", "1960", None, "'=1+1"]],
        read=[_one(birth="1960", party_role="=1+1")],
    ),
    Nasty(
        name="yes and no, errors and times where words belong",
        rows=[[*HEAD, "Chức vụ"], [1, "Lý Văn An", True, None, "#N/A"]],
        read=[_one()],
        wrong=[(2, "birth")],
    ),
    Nasty(
        name="two-row headings of the card and of the dates",
        rows=[["TT", "Họ và tên", "Thẻ Đảng", None, "Vào Đảng", None],
              [None, None, "Số thẻ", "Ngày cấp thẻ Đảng", "Ngày kết nạp", "Ngày chính thức"],
              [1, "Lý Văn An", "030098123456", "2010", "3/2/1999", "3/2/2000"]],
        merges=["C1:D1", "E1:F1"],
        read=[_one(card_number="030098123456", joined_on="1999-02-03", official_on="2000-02-03",
                   kind=OFFICIAL)],
    ),
]  # fmt: skip
