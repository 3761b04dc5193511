import pytest

from qtapp.domain.sessions import Session
from qtapp.domain.waves import Wave
from qtapp.services.book import Book
from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell: Book) -> Wave:
    return a_wave_in(cell)


@pytest.fixture
def session(cell: Book, wave: Wave) -> Session:
    return a_session_in(cell, wave, "Buổi 1", venue="Nhà văn hóa", minutes=120)
