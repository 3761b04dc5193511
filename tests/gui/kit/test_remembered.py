import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.list_memory import ListMemory
from qtapp.gui.kit.table import Column, TableModel
from qtapp.gui.kit.table_view import TableView
from qtapp.settings import ListLook, Settings, Theme, with_list

NAMES = ["Hoàng Y Niê", "Lê Minh Ánh", "Đặng Thùy Dương"]


class Screen(QWidget, ListMemory):
    """A screen with one list, which remembers as the workspace does."""

    def __init__(self, settings):
        super().__init__()
        self.settings = settings
        columns = [
            Column(title="Tên", text=str, stretch=True),
            Column(title="Dài", text=lambda name: str(len(name)), key=len),
        ]
        self.table = TableView(TableModel(columns, str, self), "Danh sách")
        QVBoxLayout(self).addWidget(self.table)
        self.table.show_rows(NAMES)

    def list_looks(self):
        return self.settings.lists

    def keep_list_look(self, name, look):
        self.settings = with_list(self.settings, name, look)


@pytest.fixture
def opened(qtbot):
    def opened(settings=Settings(), name="Danh sách"):  # noqa: B008 - never changed
        screen = Screen(settings)
        screen.table.setAccessibleName(name)
        qtbot.addWidget(screen)
        screen.resize(700, 400)
        screen.show()
        return screen

    return opened


def shown(screen):
    return list(screen.table.model().rows)


def sort_by(screen, place):
    head = screen.table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(place) + 5, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def drag(screen, by):
    """Move the border between the first and the second column."""
    head = screen.table.horizontalHeader()
    at = QPoint(head.sectionSize(0) - 1, head.height() // 2)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(head.viewport(), left, pos=at)
    QTest.mouseMove(head.viewport(), at + QPoint(by, 0))
    QTest.mouseRelease(head.viewport(), left, pos=at + QPoint(by, 0))


def test_a_width_set_by_hand_is_there_the_next_time(opened):
    screen = opened()
    natural = screen.table.columnWidth(0)
    drag(screen, -120)
    assert screen.table.columnWidth(0) == natural - 120
    screen.hide()
    again = opened(screen.settings)
    assert abs(again.table.columnWidth(0) - (natural - 120)) <= 1
    again.resize(900, 400)
    assert abs(again.table.columnWidth(0) - (natural - 120)) <= 1


def test_a_width_is_kept_once_the_mouse_rests(opened, qtbot):
    screen = opened()
    drag(screen, -120)
    assert not screen.settings.lists
    qtbot.waitUntil(lambda: bool(screen.settings.lists))
    assert len(screen.settings.lists["Danh sách"].widths) == 2


def test_the_order_is_there_the_next_time(opened):
    screen = opened()
    sort_by(screen, 1)
    sort_by(screen, 1)
    longest_first = sorted(NAMES, key=len, reverse=True)
    assert shown(screen) == longest_first
    screen.hide()
    again = opened(screen.settings)
    assert shown(again) == longest_first
    assert again.settings == screen.settings


def test_every_list_is_remembered_by_its_own_name(opened):
    screen = opened()
    sort_by(screen, 1)
    screen.hide()
    assert shown(opened(screen.settings, "Danh sách khác")) == NAMES


def test_all_can_be_as_it_was_at_first(opened):
    screen = opened()
    natural = screen.table.columnWidth(0)
    drag(screen, -120)
    sort_by(screen, 1)
    (forget,) = screen.table.actions()
    forget.trigger()
    assert screen.table.columnWidth(0) == natural
    assert shown(screen) == NAMES
    assert not screen.settings.lists


def test_widths_grow_with_the_letters(opened, dressed):
    screen = opened()
    drag(screen, -120)
    screen.hide()
    width, em = screen.table.columnWidth(0), theme.em()
    try:
        theme.apply(dressed, 200, Theme.LIGHT)
        again = opened(screen.settings)
        assert abs(again.table.columnWidth(0) / theme.em() - width / em) < 0.1
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)


@pytest.mark.parametrize(
    "look",
    [
        ListLook(widths=(5.0, 6.0, 7.0), sorted_by=2),
        ListLook(sorted_by=29, descending=True),
    ],
    ids=["of a version with more columns", "by a column that is gone"],
)
def test_what_does_not_fit_the_list_any_more_is_let_be(opened, look):
    screen = opened(with_list(Settings(), "Danh sách", look))
    assert shown(screen) == NAMES
    assert screen.table.widths_by_hand() == []
