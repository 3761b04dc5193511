import os
import subprocess
import sys
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qtapp.domain.members import Member
from qtapp.gui.kit import keeping
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.keeping import Keeper
from qtapp.services.book import open_book
from tests.gui.typing import compose, type_text
from tests.make import PASSPHRASE, a_cell_book, an_environment


@pytest.fixture
def member(cell):
    return cell.members.all()[0]


@pytest.fixture
def desk(qtbot, cell, member):
    """A form on a host, with something else to go to beside it."""
    made = Desk(cell)
    qtbot.addWidget(made)
    made.keeper.open(member, f"members/{member.id}")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Desk(QWidget):
    def __init__(self, book):
        super().__init__()
        self.host = QWidget()
        self.form = Form(Member)
        self.form.rows("full_name", "party_role", "joined_on", "phone")
        QVBoxLayout(self.host).addWidget(self.form)
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.host)
        column.addWidget(self.elsewhere)
        self.saves = []

        def save(member: Member, values: dict[str, Any]) -> Member:
            self.saves.append(values)
            return book.members.save(replace(member, **values))

        self.keeper = Keeper(book, self.form, save)

    def edit(self, name):
        return self.form.field(name).edit


def test_a_pause_saves_and_says_so_in_quiet_words(desk, cell, member, qtbot):
    type_text(desk.edit("party_role"), "Bí thư")
    assert desk.saves == []
    qtbot.waitUntil(lambda: cell.members.get(member.id).party_role == "Bí thư")
    assert desk.saves == [{"party_role": "Bí thư"}]
    assert desk.keeper.state.text() == "Đã lưu. Gõ đến đâu, sổ lưu đến đấy."


def test_keys_that_never_pause_are_saved_all_the_same(desk, cell, member, qtbot, monkeypatch):
    monkeypatch.setattr(keeping, "LONGEST_S", 0.0)
    keys = QTimer(desk)
    keys.timeout.connect(lambda: type_text(desk.edit("party_role"), "x"))
    keys.start(keeping.PAUSE_MS // 4)
    qtbot.waitUntil(lambda: cell.members.get(member.id).party_role != "")
    keys.stop()


def test_a_field_that_is_left_is_saved_at_once(desk, cell, member):
    desk.edit("party_role").setFocus()
    type_text(desk.edit("party_role"), "Bí thư")
    desk.elsewhere.setFocus()
    assert cell.members.get(member.id).party_role == "Bí thư"


def test_each_field_is_a_step_of_its_own_and_a_run_in_it_one(desk, cell, member):
    before = len(cell.history.all())
    for name, runs in (("party_role", ("Bí", " thư")), ("phone", ("09", "12"))):
        for words in runs:
            type_text(desk.edit(name), words)
            desk.keeper.now()
    assert len(cell.history.all()) == before + 2
    cell.history.undo()
    assert (cell.members.get(member.id).party_role, cell.members.get(member.id).phone) == (
        "Bí thư",
        "",
    )


def test_typing_and_undoing_in_the_field_is_no_step(desk, cell):
    before = len(cell.history.all())
    type_text(desk.edit("party_role"), "x")
    desk.keeper.now()
    desk.edit("party_role").undo()
    desk.keeper.now()
    assert len(cell.history.all()) == before


def test_what_is_not_acceptable_is_a_draft_until_it_is(desk, cell, member):
    where = f"members/{member.id}"
    desk.edit("joined_on").setText("03/0")
    desk.keeper.now()
    assert cell.drafts.of(where) == {"joined_on": ["03/0"]}
    assert "vẫn được giữ" in desk.keeper.state.text()
    desk.edit("joined_on").setText("03/02/2001")
    desk.keeper.now()
    assert cell.drafts.of(where) == {}
    assert cell.members.get(member.id).joined_on == "2001-02-03"


def test_letters_that_are_being_composed_are_not_saved_half_and_not_lost(desk, cell, member):
    edit = desk.edit("party_role")
    edit.setFocus()
    type_text(edit, "Bí ")
    compose(edit, "thu")
    desk.keeper.now()
    assert cell.members.get(member.id).party_role == "Bí"
    assert edit.text() == "Bí "
    compose(edit, "", "thư")
    assert edit.text() == "Bí thư"
    desk.keeper.settle()
    assert cell.members.get(member.id).party_role == "Bí thư"


def test_the_cursor_stays_where_it_is_while_saving(desk):
    edit = desk.edit("full_name")
    edit.setFocus()
    edit.setCursorPosition(3)
    type_text(edit, " ")
    desk.keeper.now()
    assert edit.cursorPosition() == 4
    assert edit.isUndoAvailable()


def test_the_book_is_not_written_to_where_nothing_is_typed(desk, cell):
    before = cell._store.fetch("SELECT max(seq) FROM writers")
    desk.keeper.settle()
    desk.keeper.now()
    assert desk.saves == []
    assert cell._store.fetch("SELECT max(seq) FROM writers") == before


KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from qtapp.gui.kit import i18n, theme
from qtapp.settings import Theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.members.page import MembersPage
from qtapp.services.book import open_book
from concurrent.futures import ThreadPoolExecutor
from PySide6.QtCore import QTimer
from tests.gui.typing import type_text
from tests.make import PASSPHRASE, an_environment

app = QApplication([])
i18n.install(app)
theme.apply(app, 100, Theme.LIGHT)
book = open_book(Path(sys.argv[1]), an_environment(), passphrase=PASSPHRASE)
page = MembersPage(book, Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1)))
page.show()
page.open(page.list.model.row(page.list.model.index(0, 0)))
type_text(page.panel.form.field("party_role").edit, "Bí thư")
page.panel.may_leave()
page.add()
type_text(page.panel.form.field("full_name").edit, "Lò Thị Dở")

def look():
    if book.drafts.of("members/new"):
        print("kept", flush=True)
        timer.stop()

timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
app.exec()
"""


def test_a_killed_program_loses_nothing_that_was_typed_before_the_pause(tmp_path):
    book = a_cell_book(tmp_path, members=2)
    book.close()
    running = subprocess.Popen(  # noqa: S603 - fixed words
        [sys.executable, "-c", KILLED, str(book.path)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert running.stdout.readline() == "kept\n"
    finally:
        running.kill()
        running.communicate()
    again = open_book(book.path, an_environment(), passphrase=PASSPHRASE)
    assert again.members.all()[0].party_role == "Bí thư"
    assert again.drafts.of("members/new") == {"full_name": "Lò Thị Dở"}
    again.close()


def test_the_pause_is_short_enough_to_be_trusted():
    assert 300 <= keeping.PAUSE_MS <= 1500


def test_ctrl_s_says_what_is_wrong_where_the_user_types(desk, qtbot):
    joined = desk.form.field("joined_on")
    joined.setFocus()
    joined.edit.setText("03/0")
    desk.keeper.now()
    assert joined.below.property("role") != "problem"
    qtbot.keyClick(joined.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert joined.below.property("role") == "problem"
