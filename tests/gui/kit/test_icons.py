import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit import icons, theme
from qtapp.paths import resource
from qtapp.settings import Theme

NAMES = sorted({path.stem for path in resource("icons").glob("*.svg")} - {"app"})
"""All but the app's own, which has colours of its own."""


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_in_the_colour_of_its_words(name: str) -> None:
    image = icons.icon(name, "bad").pixmap(48, 48).toImage()
    assert QColor(theme.LIGHT.bad).name() in colours_of(image)


def test_an_icon_changes_colour_with_the_app(dressed: QApplication) -> None:
    made = icons.icon("home")
    try:
        theme.apply(dressed, 100, Theme.DARK)
        assert theme.DARK.ink in colours_of(made.pixmap(48, 48).toImage())
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)


def test_an_unusable_icon_is_paler() -> None:
    image = icons.icon("home").pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    assert colours_of(image) == set()
