import pytest
from pytestqt.qtbot import QtBot

from qtapp.gui.kit import theme
from qtapp.gui.kit.combo import Combo

LONG = "Học tập, quán triệt Nghị quyết của Ban Chấp hành Trung ương về một việc có tên rất dài"


@pytest.fixture
def combo(qtbot: QtBot) -> Combo:
    made = Combo()
    qtbot.addWidget(made)
    made.addItems([LONG, "Đợt một"])
    made.setPlaceholderText(LONG)
    made.resize(theme.em(20), made.sizeHint().height())
    made.show()
    return made


def test_words_that_do_not_fit_end_in_an_ellipsis(combo: Combo) -> None:
    assert combo.shown_text().endswith("…")
    assert LONG.startswith(combo.shown_text()[:-1])
    combo.setCurrentIndex(1)
    assert combo.shown_text() == "Đợt một"
    combo.setCurrentIndex(-1)
    assert combo.shown_text().endswith("…")


def test_long_words_do_not_widen_the_page(combo: Combo) -> None:
    assert combo.minimumSizeHint().width() <= theme.em(9)
    assert combo.sizeHint().width() > theme.em(20)


def test_both_looks_are_drawn(combo: Combo) -> None:
    cut = combo.grab().toImage()
    combo.setCurrentIndex(1)
    assert combo.grab().toImage() != cut
