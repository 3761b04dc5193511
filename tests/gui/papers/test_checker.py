import pytest

from qtapp.gui.kit import ask
from qtapp.gui.kit.pieces import Banner
from qtapp.gui.papers import checker
from qtapp.gui.papers.page import PapersPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import rows
from tests.papers.words import a_word, paragraph_of


def spoil(document):
    paragraph_of(document, "Số 05").runs[0].text = "Số: 5/KH-CB"


@pytest.fixture
def page(cell, cell_jobs, qtbot):
    made = PapersPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    made.check()
    return made


def told(page):
    return [each.text.text() for each in page.checker.findChildren(Banner) if not each.isHidden()]


def checked(page, path, qtbot, monkeypatch):
    monkeypatch.setattr(ask, "open_file", lambda *_: path)
    page.checker.choose_button.click()
    qtbot.waitUntil(lambda: bool(told(page)))


def test_a_right_file_is_said_to_be_right(page, qtbot, monkeypatch, tmp_path):
    checked(page, a_word(tmp_path / "a.docx"), qtbot, monkeypatch)
    assert told(page) == ["a.docx đúng thể thức."]
    assert not page.checker.fix_button.isEnabled()


def test_faults_are_listed_and_a_copy_is_repaired(page, qtbot, monkeypatch, tmp_path):
    path, copy = a_word(tmp_path / "a.docx", spoil), tmp_path / "b.docx"
    before, shown = path.read_bytes(), []
    monkeypatch.setattr(checker, "show", shown.append)
    monkeypatch.setattr(ask, "save_file", lambda *_: copy)
    checked(page, path, qtbot, monkeypatch)
    assert rows(page.checker.findings.table)[0][0] == "2.3"
    page.checker.fix_button.click()
    qtbot.waitUntil(lambda: told(page) == ["b.docx đúng thể thức."])
    assert path.read_bytes() == before
    assert shown == [copy]


def test_the_original_is_never_written_over(page, qtbot, monkeypatch, tmp_path):
    path = a_word(tmp_path / "a.docx", spoil)
    before, said = path.read_bytes(), []
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    monkeypatch.setattr(ask, "inform", lambda *words: said.append(words))
    checked(page, path, qtbot, monkeypatch)
    page.checker.fix_button.click()
    assert said
    assert path.read_bytes() == before


def test_everything_has_a_name_and_a_letter_of_its_own(page):
    assert nameless(page) == []
    assert clashes(page) == []
