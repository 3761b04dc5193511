import pytest

from qtapp.wording.deeds import told, told_left


@pytest.mark.parametrize(
    ("names", "count", "said"),
    [
        (["Lò Thị Mẫu"], 1, "Thêm đảng viên: Lò Thị Mẫu"),
        (["Lò Thị Mẫu", "Vi Văn Thử"], 30, "Thêm đảng viên: Lò Thị Mẫu, Vi Văn Thử và 28 mục khác"),
        ([], 4, "Thêm đảng viên (4)"),
    ],
)
def test_what_was_done_is_said_with_some_of_the_names(names, count, said):
    assert told("Thêm", "members", names, count) == said


def test_what_stays_is_said():
    assert told_left(0) == ""
    assert told_left(2).startswith("2 chỗ")
