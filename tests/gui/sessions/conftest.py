from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from qtapp.domain.sessions import Session
from qtapp.domain.waves import Wave
from qtapp.gui.kit import theme
from qtapp.services.book import Book
from qtapp.settings import Theme
from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell: Book) -> Wave:
    return a_wave_in(cell)


@pytest.fixture
def session(cell: Book, wave: Wave) -> Session:
    return a_session_in(cell, wave, "Buổi 1", venue="Nhà văn hóa", minutes=120)


@pytest.fixture
def large(dressed: QApplication) -> Iterator[None]:
    """Letters at 200 %."""
    theme.apply(dressed, 200, Theme.LIGHT)
    yield
    theme.apply(dressed, 100, Theme.LIGHT)
