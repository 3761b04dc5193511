"""The columns of member lists: which heading means which field, and where the headings stand."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from qtapp.domain.legacy_fonts import decode, detect
from qtapp.domain.vietnamese import fold, nfc
from qtapp.workbooks.reading import Cell, Sheet

OFFICIAL_HEADINGS: tuple[str, ...] = (
    "STT",
    "ID",
    "Họ và tên *",
    "Tên gọi khác",
    "Giới tính *",
    "Sinh ngày * (dd/mm/yyyy)",
    "Dân tộc *",
    "Tôn giáo *",
    "Số định danh cá nhân *",
    "Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
    "Nơi cấp thẻ Đảng",
    "Ngày cấp thẻ Đảng (dd/mm/yyyy)",
    "Số thẻ theo Đảng quyết định 85",
    "Tổ chức Đảng đang sinh hoạt * (không sửa)",
    "Nơi đăng ký khai sinh - Quốc gia *",
    "Nơi đăng ký khai sinh - Tỉnh *",
    "Nơi đăng ký khai sinh - Địa chỉ chi tiết *",
    "Quê quán (theo mô hình 2 cấp) - Quốc gia *",
    "Quê quán (theo mô hình 2 cấp) - Tỉnh *",
    "Quê quán (theo mô hình 2 cấp) - Địa chỉ chi tiết *",
    "Thường trú (theo mô hình 2 cấp) - Quốc gia *",
    "Thường trú (theo mô hình 2 cấp) - Tỉnh *",
    "Thường trú (theo mô hình 2 cấp) - Địa chỉ chi tiết *",
    "Ngày vào Đảng* (dd/mm/yyyy)",
    "Ngày vào Đảng chính thức* (dd/mm/yyyy)",
    "Số CMND cũ (nếu có)",
    "Trạng thái hoạt động",
    "Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng (dd/mm/yyyy)",
    'Đề nghị xóa (do đang viên không thuộc chi bộ)/ (Nếu muốn xóa chọn "có", còn không bỏ qua)',
)
"""The 29 columns of the official clean-up template of 2025-26, word for word (rules §5.1)."""

# Each source of a member's data with the headings met in real lists (rules §5.2).
_SYNONYMS: dict[str, str] = {
    "full_name": "Họ và tên · Họ tên · Họ tên khai sinh · Họ và tên khai sinh · Họ tên đang dùng"
    " · Họ và tên đảng viên · Họ tên đảng viên · Tên đảng viên",
    "family_name": "Họ · Họ đệm · Họ và đệm · Họ và tên đệm · Họ và chữ đệm · Họ, chữ đệm · Họ lót",
    "given_name": "Tên",
    "gender": "Giới tính · Nam/Nữ · Giới · Phái",
    "birth": "Ngày sinh · Sinh ngày · Năm sinh · Ngày, tháng, năm sinh · Ngày tháng năm sinh"
    " · Ngày/tháng/năm sinh · Sinh năm · Ngày, tháng sinh",
    "birth_male": "Nam · Năm sinh Nam · Ngày sinh Nam · Ngày, tháng, năm sinh Nam · Sinh năm Nam",
    "birth_female": "Nữ · Năm sinh Nữ · Ngày sinh Nữ · Ngày, tháng, năm sinh Nữ · Sinh năm Nữ",
    "id_number": "Số định danh cá nhân · CCCD · Số CCCD · Số định danh công dân (CCCD) · CMND"
    " · Số CMND · CCCD/CMND · CMND/CCCD · Số CMND/CCCD · Số CCCD/CMND · Căn cước công dân"
    " · Số căn cước · Số căn cước công dân · Số định danh · Mã định danh",
    "card_number": "Số thẻ Đảng · Số thẻ đảng viên · Thẻ đảng viên · Số thẻ · Thẻ Đảng"
    " · Mã số thẻ Đảng viên · Số thẻ Đảng* (12 số theo HD38-HD/BTCTW)",
    "joined_on": "Ngày vào Đảng · Ngày kết nạp · Ngày kết nạp Đảng · Ngày vào Đảng dự bị"
    " · Ngày vào ĐCSVN · Vào Đảng · Kết nạp · Ngày, tháng, năm vào Đảng · Ngày dự bị",
    "official_on": "Ngày vào Đảng chính thức · Ngày chính thức · Ngày công nhận chính thức"
    " · Ngày công nhận đảng viên chính thức",
    "kind": "Loại đảng viên · Loại đảng viên (Chính thức/Dự bị) · Chính thức/Dự bị",
    "status": "Trạng thái · Trạng thái sinh hoạt · Trạng thái hoạt động · Tình trạng"
    " · Tình trạng sinh hoạt",
    "exempt": "Miễn sinh hoạt · Diện miễn sinh hoạt · Miễn công tác, sinh hoạt"
    " · Miễn sinh hoạt Đảng · Được miễn sinh hoạt · ĐV miễn sinh hoạt",
    "party_role": "Chức vụ Đảng · Chức danh Đảng · Chức vụ Đảng - Đoàn thể · Chức vụ trong Đảng"
    " · Chức vụ · Chức vụ Đảng, đoàn thể",
    "gov_role": "Chức vụ CQ · Chức vụ chính quyền · Công việc chính đang làm · Nghề nghiệp"
    " · Chức vụ Chính quyền, đoàn thể",
    "cell": "Chi bộ · Chi bộ đang sinh hoạt · Tổ chức Đảng đang sinh hoạt · Mã chi, đảng bộ"
    " · Tên chi bộ · Đơn vị · Sinh hoạt tại chi bộ",
    "phone": "Số điện thoại · SĐT · Số ĐT · Điện thoại · Di động · Điện thoại di động",
    "email": "Email · E-mail · Thư điện tử · Địa chỉ email · Hộp thư · Địa chỉ thư điện tử",
}
SOURCES = frozenset(_SYNONYMS)
"""Every meaning a column can have; several of them may feed one field of a member."""

_FIELDS = {
    "family_name": "full_name",
    "given_name": "full_name",
    "birth_male": "birth",
    "birth_female": "birth",
    "id_number": "id_tail",
    "exempt": "status",
}
# Headings that mark a table of members without feeding a field.
_OTHERS = (
    "STT · TT · Số TT · Số thứ tự · ID · Mã ĐV · Mã đảng viên · Tên gọi khác · Bí danh · Ghi chú"
    " · Số lý lịch · Số lý lịch đảng viên · Học vấn · Trình độ GDPT · Học vấn phổ thông · Chuyên môn"
    " · Trình độ CM · Trình độ chuyên môn · Trình độ LLCT · LLCT · Lý luận chính trị · Chi bộ cũ"
    " · Chi bộ nơi cư trú · Nơi cấp thẻ Đảng · Ngày cấp thẻ Đảng · Số thẻ theo Đảng quyết định 85"
    " · Số CMND cũ · Tuổi Đảng · Tuổi"
)
# What a heading may not mention if its column is to be taken (rules §7.2).
_NEVER = re.compile(
    r"\b(?:dan toc|ton giao|que quan|nguyen quan|thuong tru|tam tru|cu tru|dia chi|khai sinh"
    r"|noi sinh|noi o|cho o|ho khau|thanh phan gia dinh|ky luat|bhxh)\b"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[\W_]+")
_SEARCHED_ROWS = 60
_KNOWN_NEEDED = 3


def _key(heading: str) -> str:
    """Return the heading as it is compared: no case, diacritics, stars, blanks or line breaks."""
    return " ".join(_SEPARATORS.sub(" ", fold(heading)).split())


def _keys(synonyms: str) -> list[str]:
    return [_key(each) for each in synonyms.split(" · ")]


_BY_KEY = {key: source for source, each in _SYNONYMS.items() for key in _keys(each)}
_OTHER_KEYS = frozenset(_keys(_OTHERS))
_OFFICIAL_KEYS = frozenset(map(_key, OFFICIAL_HEADINGS))


class ColumnUse(Struct, frozen=True, kw_only=True):
    """One column of the file: its heading, the field it feeds if any, whether it is kept out."""

    heading: str
    field: str | None = None
    left_out: bool = False
    source: str | None = None
    """What the column means, as `mapping` names it; two sources may feed one field."""


class Layout(Struct, frozen=True, kw_only=True):
    """Where the headings of a sheet stand and what each column means."""

    first: int
    """Index of the row of headings."""
    body: int
    """Index of the first row below the headings."""
    headings: tuple[str, ...]
    sources: Mapping[int, str]
    """Column index to meaning; the keys are in column order."""

    def uses(self) -> tuple[ColumnUse, ...]:
        """Return how each column is used, in order."""
        return tuple(
            ColumnUse(
                heading=heading,
                field=_FIELDS.get(source, source) if (source := self.sources.get(place)) else None,
                source=source,
                left_out=place not in self.sources and is_never_imported(heading),
            )
            for place, heading in enumerate(self.headings)
        )


@lru_cache(maxsize=1024)
def source_of(heading: str) -> str | None:
    """Return what a heading means, tolerant of stars, blanks, case, line breaks and diacritics."""
    key = _key(heading)
    if key == "nam" and "ă" in nfc(heading).casefold():
        return None
    if found := _BY_KEY.get(key):
        return found
    if key in _OTHER_KEYS or is_never_imported(heading):
        return None
    return _BY_KEY.get(_key(_PARENTHESES.sub(" ", heading)))


@lru_cache(maxsize=1024)
def is_never_imported(heading: str) -> bool:
    """Whether the column holds what the app must not store: ethnicity, religion, origin, address."""
    key = _key(heading)
    return key not in _BY_KEY and bool(_NEVER.search(key))


def _is_known(heading: str) -> bool:
    """Whether the heading is one that lists of members have, taken or not."""
    return bool(
        source_of(heading)
        or is_never_imported(heading)
        or {_key(heading), _key(_PARENTHESES.sub(" ", heading))} & (_OTHER_KEYS | _OFFICIAL_KEYS)
    )


def find_layout(
    sheet: Sheet,
    mapping: Mapping[int, str] | None = None,
    profiles: Sequence[Mapping[str, str]] = (),
) -> Layout | None:
    """Return where the headings of `sheet` stand, or None if no row looks like headings.

    The row of headings is the first with three known ones, a name among them; title rows above are
    passed over, and a second row of headings below is taken along. `mapping` (column index, from 0,
    to meaning) replaces what the headings say; then any row of three texts will do as headings. The
    first of `profiles` (heading to meaning) all of whose headings a row holds replaces it too.
    """
    rows = sheet.rows[:_SEARCHED_ROWS]
    for profile in profiles:
        for first in range(len(rows)):
            layout = _layout_at(sheet, first)
            if profile.keys() <= set(layout.headings):
                by_place = {at: profile.get(each, "") for at, each in enumerate(layout.headings)}
                return _mapped(layout, by_place)
    for first in range(len(rows)):
        layout = _layout_at(sheet, first)
        known = sum(map(_is_known, layout.headings))
        if known >= _KNOWN_NEEDED and {"full_name", "given_name"} & set(layout.sources.values()):
            return _mapped(layout, mapping)
    if mapping is None:
        return None
    first = next(
        (at for at, row in enumerate(rows) if sum(map(_is_text, row)) >= _KNOWN_NEEDED), -1
    )
    return None if first < 0 else _mapped(_layout_at(sheet, first), mapping)


def _mapped(layout: Layout, mapping: Mapping[int, str] | None) -> Layout:
    """Return the layout with the columns the user chose."""
    if mapping is None:
        return layout
    by_field = {"id_tail": "id_number"}
    sources = {place: by_field.get(name, name) for place, name in sorted(mapping.items())}
    return Layout(
        first=layout.first,
        body=layout.body,
        headings=layout.headings,
        sources={place: name for place, name in sources.items() if name in SOURCES},
    )


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _text(cell: Cell) -> str:
    """Return a heading as one line of Unicode text."""
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    font = detect(text)
    return nfc(decode(text, font) if font else text)


def _layout_at(sheet: Sheet, first: int) -> Layout:
    """Return the layout if the headings begin in row `first`, in one row or in two."""
    top = [_text(cell) for cell in sheet.rows[first]]
    below = [_text(cell) for cell in sheet.rows[first + 1]] if first + 1 < len(sheet.rows) else []
    if _is_second_row(top, below):
        headings = _joined(top, below)
        body = first + 2
    else:
        headings, body = top, first + 1
    sources: dict[int, str] = {}
    for place, heading in enumerate(headings):
        source = source_of(heading) if heading else None
        if source and source not in sources.values():
            sources[place] = source
    _take_split_names(sheet, first, headings, sources)
    whole = "full_name" in sources.values()
    if whole or "given_name" not in sources.values():
        useless = {"family_name", "given_name"} if whole else {"family_name"}
        sources = {place: source for place, source in sources.items() if source not in useless}
    return Layout(first=first, body=body, headings=tuple(headings), sources=sources)


def _is_second_row(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` holds headings too: known ones, or parts of a heading that spans columns."""
    filled = [place for place, text in enumerate(below) if text]
    names = [place for place, text in enumerate(top) if source_of(text) == "full_name"]
    if not filled or not names or any(below[place] for place in names if place < len(below)):
        return False
    joined = _joined(top, below)
    known = sum(1 for place in filled if _is_known(below[place]) or _is_known(joined[place]))
    return known * 2 >= len(filled)


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the headings of two rows as one; a blank above belongs to the heading on its left."""
    headings: list[str] = []
    above = ""
    for place, upper in enumerate(top):
        above = upper or above
        lower = below[place] if place < len(below) else ""
        if not lower:
            headings.append(upper)
            continue
        both = f"{above} - {lower}" if above else lower
        headings.append(both if _is_known(both) or not _is_known(lower) else lower)
    return headings


def _take_split_names(
    sheet: Sheet, row: int, headings: Sequence[str], sources: dict[int, str]
) -> None:
    """Find the given name under the second half of a heading of the name that spans two columns."""
    if not {"full_name", "given_name"} - set(sources.values()):
        return
    for place, source in tuple(sources.items()):
        spans = any(first == (row, place) and last[1] == place + 1 for first, last in sheet.merges)
        if source == "full_name" and spans and headings[place + 1 : place + 2] == [""]:
            sources[place], sources[place + 1] = "family_name", "given_name"
