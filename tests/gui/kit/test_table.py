from time import perf_counter

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from qtapp.gui.kit.table import TONE, Column, TableModel


class Person(Struct, frozen=True):
    id: int
    name: str
    age: int = 0


COLUMNS = (
    Column[Person](title="Họ và tên", text=lambda p: p.name),
    Column[Person](
        title="Tuổi",
        text=lambda p: str(p.age),
        key=lambda p: p.age,
        align=Qt.AlignmentFlag.AlignRight,
        tone=lambda p: "warn" if p.age > 60 else None,
    ),
)
PEOPLE = [Person(1, "Đỗ Thị Bình", 9), Person(2, "Dương An", 70), Person(3, "Ấn", 10)]


@pytest.fixture
def model() -> TableModel[Person]:
    made = TableModel(COLUMNS, lambda p: p.id)
    made.show(PEOPLE)
    return made


def names(model: TableModel[Person]) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_qt(
    model: TableModel[Person], qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)


def test_names_sort_the_vietnamese_way(model: TableModel[Person]) -> None:
    model.sort(0)
    assert names(model) == ["Ấn", "Dương An", "Đỗ Thị Bình"]


def test_numbers_sort_as_numbers(model: TableModel[Person]) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.row(model.index(row, 0)).age for row in range(3)] == [70, 10, 9]


def test_search_ignores_diacritics_and_takes_words_in_any_order(model: TableModel[Person]) -> None:
    model.search("binh do")
    assert names(model) == ["Đỗ Thị Bình"]
    model.search("")
    assert len(names(model)) == 3


def test_new_rows_keep_order_and_search(model: TableModel[Person]) -> None:
    model.sort(0)
    model.search("an")
    model.show([*PEOPLE, Person(4, "Bùi Văn An")])
    assert names(model) == ["Ấn", "Bùi Văn An", "Dương An"]
    assert model.total == 4


def test_a_place_is_kept_by_identity(model: TableModel[Person]) -> None:
    place = QPersistentModelIndex(model.index_of(1))
    model.sort(0)
    assert model.row(place).id == 1
    model.search("an")
    assert not place.isValid()


def test_one_row_is_replaced_in_its_place(model: TableModel[Person]) -> None:
    model.search("an")
    model.replace(replace(PEOPLE[1], name="Dương Văn An"))
    assert names(model) == ["Dương Văn An", "Ấn"]


def test_a_cell_tells_its_tone_and_alignment(model: TableModel[Person]) -> None:
    assert model.index(1, 1).data(TONE) == "warn"
    assert model.index(0, 1).data(TONE) is None
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_headings_are_the_titles_of_the_columns(model: TableModel[Person]) -> None:
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Họ và tên"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_five_thousand_rows_are_sorted_and_searched_at_once() -> None:
    model = TableModel(COLUMNS, lambda p: p.id)
    rows = [Person(n, f"Nguyễn Văn {n % 97:02d} Đức", n % 80) for n in range(5000)]
    started = perf_counter()
    sum(len(f"{row.name}{row.age}") for _ in range(40) for row in rows)
    floor = perf_counter() - started
    model.show(rows)
    model.sort(0)
    started = perf_counter()
    model.search("nguyen duc 7")
    model.search("nguyen duc 77")
    assert perf_counter() - started < 40 * floor
