from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.columns import Columns, Shelf


def test_columns_stand_side_by_side_or_one_under_the_other(qtbot):
    columns = Columns()
    qtbot.addWidget(columns)
    left, right = QLabel("trái"), QLabel("phải")
    columns.left.addWidget(left)
    columns.right.addWidget(right)
    columns.show()
    columns.resize(theme.em(70), 300)
    qtbot.waitUntil(lambda: right.x() > left.x() and right.y() == left.y())
    columns.resize(theme.em(30), 600)
    qtbot.waitUntil(lambda: right.x() == left.x() and right.y() > left.y())


def test_a_shelf_breaks_up_where_it_is_too_narrow(qtbot):
    buttons = [QPushButton("một nút khá dài") for _ in range(3)]
    page = QWidget()
    qtbot.addWidget(page)
    shelf = Shelf(buttons)
    shelf.setParent(page)
    page.show()
    shelf.resize(theme.em(80), 100)
    qtbot.waitUntil(lambda: buttons[1].x() > buttons[0].x())
    assert buttons[0].width() == buttons[2].width()
    shelf.resize(shelf.minimumSizeHint().width() + 9, 400)
    qtbot.waitUntil(lambda: buttons[1].y() > buttons[0].y())
