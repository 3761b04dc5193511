import pytest
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.way_back import CAME_OR_WENT, way_back_in


class Around(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[bool] = []
        self.stack = QStackedLayout(self)

    def event(self, event):
        if event.type() == CAME_OR_WENT:
            self.seen.append(way_back_in(self) is not None)
        return super().event(event)


@pytest.fixture
def around(qtbot: QtBot) -> Around:
    made = Around()
    qtbot.addWidget(made)
    for words in ("", "Về danh sách"):
        page = QWidget()
        column = QVBoxLayout(page)
        if words:
            column.addWidget(button(words, lambda: None, "back", "back"))
        made.stack.addWidget(page)
    made.show()
    return made


def test_what_is_around_a_way_back_hears_of_it(around: Around) -> None:
    around.stack.setCurrentIndex(1)
    around.stack.setCurrentIndex(0)
    assert (around.seen[0], around.seen[-1]) == (True, False)


def test_a_page_out_of_sight_leads_nowhere(around: Around) -> None:
    assert way_back_in(around) is None
    around.stack.setCurrentIndex(1)
    found = way_back_in(around)
    assert found is not None
    assert found.text() == "Về danh sách"
