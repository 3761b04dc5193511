"""Write `data/icu_vi.txt` anew: words in the order of ICU's `vi`. By hand, where PyICU is installed:

    python3 tests/domain/collation_oracle.py

The words are made here from a fixed seed; the test compares our order with the file's.
"""

import random
from pathlib import Path

PLACE = Path(__file__).parent / "data" / "icu_vi.txt"
FAMILY = """
Nguyễn Trần Lê Phạm Hoàng Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Mã Nông Lò Vàng Giàng Ỷ Ứng Âu Ái Ổ
"""
MIDDLE = "Văn Thị Đức Hữu Ngọc Thúy Thùy Thủy Minh Mình Mỉnh Á Ă Â Ơ Ô O"
GIVEN = """
An Ân Ấn Ẩn Ẫn Ận Ăn Anh Ánh Ảnh Bảo Báo Bạo Bào Bình Bính Bỉnh Công Cồng Cống Duy Dương Dũng Đạt
Đào Đảo Đạo Đông Đồng Đống Động Đức Em Êm Ếm Hà Hạ Há Hả Hoa Hoà Hòa Hoá Hóa Huệ Hưng Hùng Hừng
Ia Ìa Kha Khả Khá Lan Làn Lán Mai Mài Mãi Mái Nga Ngà Ngã Oanh Ổn Ớn Ơn Phúc Phục Quý Quy Quỳ Quỷ
Sơn Sớn Tú Tư Từ Tứ Tự Uyên Ưng Vỹ Vĩ Xuân Ý Ỷ Yên Yến ý y
"""
ODD = (
    "", "A", "a", "Á", "á", "Đ", "đ", "d", "D", "1", "10", "2", "Chi bộ 1", "Chi bộ 10", "Chi bộ 2",
    "Chi bộ Nà Mẫu", "chi bộ nà mẫu", "Nà Mẫu", "Na Mẫu", "Nạ Mẫu",
)  # fmt: skip


def words() -> list[str]:
    """Return every given name, names of people, and odd ones; each once."""
    chance = random.Random(1951)  # noqa: S311 - the same words every time
    lists = [each.split() for each in (FAMILY, MIDDLE, GIVEN)]
    people = [" ".join(chance.choice(each) for each in lists) for _ in range(400)]
    return list(dict.fromkeys([*lists[2], *lists[0], *lists[1], *ODD, *people]))


def main() -> None:
    """Sort by ICU and write the file."""
    import icu  # type: ignore[import-not-found] # noqa: PLC0415 - here only

    collator = icu.Collator.createInstance(icu.Locale("vi"))
    ordered = sorted(words(), key=collator.getSortKey)
    PLACE.parent.mkdir(exist_ok=True)
    text = "\n".join([f"# ICU {icu.ICU_VERSION}, vi", *ordered]) + "\n"
    PLACE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
