"""What every test of the window stands on: the app dressed and in Vietnamese."""

import pytest
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit import i18n, theme
from qtapp.settings import Theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    i18n.install(qapp)
    theme.apply(qapp, 100, Theme.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _dressed(dressed: QApplication) -> None:
    pass
