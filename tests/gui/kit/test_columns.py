from PySide6.QtWidgets import QLabel

from qtapp.gui.kit import theme
from qtapp.gui.kit.columns import Columns


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
