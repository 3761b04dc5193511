from concurrent.futures import ThreadPoolExecutor

import pytest

from qtapp.gui.kit import ask
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.settings.page import SettingsPage
from qtapp.settings import Settings
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, shared_keys
from tests.make import a_cell_book, an_environment
from tests.signed_setup import OTHER, a_setup, ways_in

BUTTON = "Cài bản mới từ USB…"


@pytest.fixture
def started():
    return []


@pytest.fixture
def page(qtbot, tmp_path, started):
    world = an_environment(setups=ways_in(tmp_path, started))
    book = a_cell_book(tmp_path, environment=world)
    jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
    made = SettingsPage(book, jobs, Settings)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.close()
    book.close()


def test_a_setup_file_is_checked_explained_and_started_and_the_window_closes(
    page, qtbot, tmp_path, monkeypatch, started
):
    setup, questions = a_setup(tmp_path / "usb"), []
    monkeypatch.setattr(ask, "open_file", lambda *_, **__: setup)
    monkeypatch.setattr(ask, "proceed", lambda *words: questions.append(words[1]) or True)
    click(page, BUTTON)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert questions == ["Cài Sổ Chi Bộ bản 9.0.0?"]
    assert started == [setup.read_bytes()]


def test_a_no_starts_nothing(page, qtbot, tmp_path, monkeypatch, started):
    questions = []
    monkeypatch.setattr(ask, "open_file", lambda *_, **__: a_setup(tmp_path / "usb"))
    monkeypatch.setattr(ask, "proceed", lambda *words: questions.append(words) and False)
    click(page, BUTTON)
    qtbot.waitUntil(lambda: bool(questions))
    assert page.isVisible()
    assert started == []


def test_a_foreign_setup_file_is_told_and_never_run(page, qtbot, tmp_path, monkeypatch, started):
    told = []
    setup = a_setup(tmp_path / "usb", secret=OTHER)
    monkeypatch.setattr(ask, "open_file", lambda *_, **__: setup)
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(type(error).__name__))
    click(page, BUTTON)
    qtbot.waitUntil(lambda: told == ["UpdateUntrusted"])
    assert started == []


def test_the_button_has_a_letter_of_its_own_and_is_named(page):
    assert shared_keys(page) == []
    assert nameless(page) == []


def test_a_copy_that_cannot_be_updated_so_has_no_button(page, qtbot, tmp_path):
    (tmp_path / "khác").mkdir()
    book = a_cell_book(tmp_path / "khác", environment=an_environment())
    jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
    plain = SettingsPage(book, jobs, Settings)
    qtbot.addWidget(plain)
    assert BUTTON not in offered(plain)
    jobs.close()
    book.close()


def test_a_setup_file_that_came_in_a_bundle_has_a_button_of_its_own(
    qtbot, tmp_path, monkeypatch, started
):
    book = a_cell_book(tmp_path, environment=an_environment(setups=ways_in(tmp_path, started)))
    setup, document = a_setup(tmp_path / "usb"), book.documents.new("Số 1", "Phần mềm")
    for name in (setup.name, setup.name + ".sig"):
        document = book.documents.attach(document, setup.with_name(name))
    jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
    page = SettingsPage(book, jobs, Settings)
    qtbot.addWidget(page)
    page.show()
    monkeypatch.setattr(ask, "proceed", lambda *_: True)
    assert shared_keys(page) == []
    click(page, "Cài bản 9.0.0 do cấp trên gửi")
    qtbot.waitUntil(lambda: not page.isVisible())
    assert started == [setup.read_bytes()]
    jobs.close()
    book.close()
