import pytest

from qtapp.gui import launch
from qtapp.paths import paths_in
from tests.make import a_cell_book, an_environment


@pytest.fixture
def book(tmp_path):
    made = a_cell_book(tmp_path, members=3)
    yield made
    made.close()


def test_the_window_is_drawn_where_nobody_sees_it(qapp, tmp_path, book):
    width, _, height = launch.paint(book, an_environment(), paths_in(tmp_path)).partition(" × ")
    assert int(width) >= 640
    assert int(height) >= 480


def test_an_empty_drawing_is_a_fault(qapp, tmp_path, book, monkeypatch):
    monkeypatch.setattr(launch, "_FEWEST_COLOURS", 1_000_000)
    with pytest.raises(ValueError, match=r"\d+"):
        launch.paint(book, an_environment(), paths_in(tmp_path))
