from PySide6.QtWidgets import QLabel, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.room import OneLine, ShortCombo, at_most, scrolling

LONG = "Học tập, quán triệt Nghị quyết của Ban Chấp hành Trung ương"


def test_words_too_long_for_their_line_are_told_in_the_tip(qtbot):
    line = OneLine("muted")
    qtbot.addWidget(line)
    line.setText(LONG)
    line.resize(1500, 30)
    line.show()
    assert line.toolTip() == ""
    line.resize(120, 30)
    assert line.toolTip() == line.text() == LONG
    assert line.minimumSizeHint().width() < 120


def test_a_narrow_combo_ends_its_words_with_an_ellipsis(qtbot):
    def picture(words):
        combo = ShortCombo()
        qtbot.addWidget(combo)
        combo.addItem(words)
        combo.setFixedSize(160, 40)
        return combo.grab().toImage()

    combo = ShortCombo()
    qtbot.addWidget(combo)
    cut = next(n for n in range(len(LONG)) if picture(LONG[:n] + "…") == picture(LONG))
    assert 0 < cut < len(LONG)


def test_what_is_too_high_scrolls_up_and_down_only(qtbot):
    inside = QLabel(LONG * 3)
    inside.setMinimumHeight(900)
    area = scrolling(inside)
    qtbot.addWidget(area)
    area.resize(200, 100)
    area.show()
    assert area.verticalScrollBar().isVisible()
    assert not area.horizontalScrollBar().isVisible()


def test_a_dialog_is_never_larger_than_the_screen(qtbot):
    dialog = QWidget()
    qtbot.addWidget(dialog)
    at_most(dialog, 500, 500)
    room = dialog.screen().availableSize()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    at_most(dialog, 10, 5)
    assert (dialog.width(), dialog.height()) == (theme.em(10), theme.em(5))
