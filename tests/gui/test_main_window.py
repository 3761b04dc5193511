from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QScrollArea, QWidget

from qtapp.domain.errors import Cancelled, DiskFull
from qtapp.gui import main_window
from qtapp.gui.guide.window import GuideWindow
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.find_box import FindBox
from qtapp.gui.main_window import MainWindow
from qtapp.paths import paths_in
from qtapp.services.book import open_book
from qtapp.settings import Settings, Theme, load_settings, with_book
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said
from tests.gui.typing import press, type_text
from tests.make import PASSPHRASE, a_cell_book, a_committee_book, a_wave_in, an_environment


@pytest.fixture
def world():
    return an_environment()


@pytest.fixture
def window_on(qtbot, tmp_path, world):
    made = []

    def make(settings=None, **more):
        window = MainWindow(world, paths_in(tmp_path), settings or Settings(), **more)
        made.append(window)
        qtbot.addWidget(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def book_path(tmp_path):
    book = a_cell_book(tmp_path, members=3)
    book.close()
    return book.path


def unlocked(window, qtbot, words=PASSPHRASE):
    field = window.start.unlock_page.passphrase.edit
    type_text(field, words)
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def opened(window_on, qtbot, path, **more):
    window = window_on(Settings(last_book=str(path)), **more)
    window.open_at_start()
    unlocked(window, qtbot)
    return window


def test_without_a_book_the_first_page_is_shown(window_on, qtbot):
    window = window_on()
    window.open_at_start()
    qtbot.waitUntil(lambda: "Chào đồng chí" in said(window))


def test_the_last_book_is_asked_for_its_passphrase(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    assert window.windowTitle() == "Chi bộ thôn Suối Mẫu · Sổ Chi Bộ"
    assert "Việc cần làm" in said(window)
    assert nameless(window) == []


def test_a_new_book_opens_where_its_user_wants_to_begin(
    window_on, qtbot, book_path, world, monkeypatch
):
    asked = []
    monkeypatch.setattr(ask, "open_file", lambda *words, **_: asked.append(words[1]))
    window = window_on(Settings(last_book=str(book_path)))
    window.open_at_start()
    start = window.start
    book = open_book(book_path, world, passphrase=PASSPHRASE)
    book.close()
    start.opened.emit(book)
    start.led_to.emit("members", "import")
    qtbot.waitUntil(lambda: window.workspace.name == "members")
    assert asked == ["Chọn danh sách đảng viên"]


def test_a_hint_that_was_passed_by_is_kept_as_seen(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    assert not window.workspace.hint.isHidden()
    window.workspace.go("members")
    assert window.settings.seen_hints == ("home",)


def test_a_remembered_book_opens_at_once(window_on, world, book_path):
    book = open_book(book_path, world, passphrase=PASSPHRASE)
    book.remember()
    book.close()
    window = window_on(Settings(last_book=str(book_path)))
    window.open_at_start()
    assert window.workspace is not None


def test_a_book_given_by_name_is_opened_before_the_last_one(window_on, book_path, tmp_path):
    other = tmp_path / "khác.scb"
    window = window_on(Settings(last_book=str(other)))
    window.open_at_start(book_path)
    assert "Chi bộ thôn Suối Mẫu" in said(window)


def test_a_given_book_that_is_not_there_is_told(window_on, qtbot, tmp_path):
    window = window_on()
    window.open_at_start(tmp_path / "không có.scb")
    qtbot.waitUntil(lambda: "Không thấy tệp sổ" in said(window))


def test_an_invitation_without_a_book_leads_to_joining(window_on, qtbot, tmp_path):
    window = window_on()
    window.open_at_start(tmp_path / "thư mời.cbmoi")
    qtbot.waitUntil(lambda: "Vào bằng thư mời" in said(window))
    assert window.start.join_page.file.edit.text().endswith("thư mời.cbmoi")


def test_a_bundle_is_offered_once_the_last_book_is_open(window_on, qtbot, book_path, tmp_path):
    window = window_on(Settings(last_book=str(book_path)))
    window.open_at_start(tmp_path / "CB1.cbdl")
    unlocked(window, qtbot)
    qtbot.waitUntil(lambda: "Tệp CB1.cbdl chưa nhận vào sổ." in said(window))
    assert window.workspace.name == "exchange"


def test_keys_lead_to_the_screens_and_back(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.name == "members"
    assert "Quay lại Việc cần làm" in window.workspace.back_button.text()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.name == "exchange"
    for expected in ("members", "home", "home"):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert window.workspace.name == expected
    assert not window.workspace.back_button.isVisible()


def test_the_whole_book_is_searched_from_any_screen(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    book = window.workspace.book
    member = book.members.save(book.members.new("Hầu Mí Sính"))
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.findChild(FindBox)
    qtbot.waitUntil(lambda: box.isVisible() and book.search.is_ready())
    box.line.setText("hau mi")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert window.workspace.name == "members"
    assert window.workspace.place.panel.record.id == member.id


def test_locking_closes_the_book_and_comes_back_to_the_same_screen(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    click(window, "Đảng viên")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace is None
    assert window.windowTitle() == "Sổ Chi Bộ"
    assert not Path(str(book_path) + "-wal").exists()
    qtbot.waitUntil(lambda: "Sổ đang khóa" in said(window))
    unlocked(window, qtbot)
    assert window.workspace.name == "members"


def test_a_remembered_book_that_was_locked_wants_its_passphrase(window_on, qtbot, world, book_path):
    book = open_book(book_path, world, passphrase=PASSPHRASE)
    book.remember()
    book.close()
    window = window_on(Settings(last_book=str(book_path)))
    window.open_at_start()
    click(window, "Khóa sổ")
    assert window.workspace is None
    window.open_book(book_path)
    assert window.workspace is None
    qtbot.waitUntil(lambda: "Sổ đang khóa" in said(window))


def test_the_book_locks_itself_and_closes_what_is_open(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    dialog = QDialog(window)
    dialog.show()
    window.idle.start(30 / 60_000)
    qtbot.waitUntil(lambda: window.workspace is None)
    assert not dialog.isVisible()


def test_the_lock_keeps_what_is_half_typed(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    click(window, "Thiết lập")
    type_text(window.workspace.place.letterhead.form.field("place").edit, "Nà Lạnh")
    window.workspace.go("members")
    window.workspace.place.add()
    type_text(window.workspace.place.panel.form.field("full_name").edit, "Lò Thị Dở")
    window.idle.came.emit()
    qtbot.waitUntil(lambda: window.workspace is None)
    unlocked(window, qtbot)
    assert window.workspace.book.units.profile().place == "Nà Lạnh"
    assert "viết dở chưa vào sổ: Lò Thị Dở" in said(window)


def test_what_the_book_cannot_take_waits_behind_the_lock(window_on, qtbot, book_path, monkeypatch):
    window = opened(window_on, qtbot, book_path)
    click(window, "Thiết lập")
    field = window.workspace.place.letterhead.form.field("place")
    type_text(field.edit, "Nà Lạnh")

    def refuse(_profile):
        raise DiskFull(str(book_path))

    monkeypatch.setattr(window.workspace.book.units, "save_profile", refuse)
    window.idle.came.emit()
    qtbot.waitUntil(lambda: window.start is not None)
    assert not window.workspace.isVisible()
    assert window.windowTitle() == "Sổ Chi Bộ"
    words = window.start.unlock_page.passphrase.edit
    type_text(words, PASSPHRASE)
    press(words, Qt.Key.Key_Return)
    qtbot.waitUntil(window.workspace.isVisible)
    assert field.edit.text() == "Nà Lạnh"
    assert window.start is None
    monkeypatch.undo()
    assert window.workspace.may_leave()
    assert window.workspace.book.units.profile().place == "Nà Lạnh"


def test_larger_letters_keep_what_is_half_typed(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    click(window, "Thiết lập")
    type_text(window.workspace.place.letterhead.form.field("place").edit, "Nà Lạnh")
    window.use_settings(replace(window.settings, letter_percent=150))
    qtbot.waitUntil(lambda: window.workspace.book.units.profile().place == "Nà Lạnh")
    theme.apply(theme.application(), 100, Theme.LIGHT)


def test_closing_keeps_what_is_half_typed(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    window.workspace.go("members")
    page = window.workspace.place
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.panel.form.field("party_role").edit, "Bí thư")
    assert window.close()
    again = open_book(book_path, an_environment(), passphrase=PASSPHRASE)
    assert again.members.all()[0].party_role == "Bí thư"
    again.close()


def test_ctrl_z_turns_first_the_text_then_the_book(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    book = window.workspace.book
    gone = book.members.all()[1]
    book.members.remove(gone.id)
    window.workspace.go("members")
    page = window.workspace.place
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    role = page.panel.form.field("party_role").edit
    role.setFocus()
    type_text(role, "Bí")
    page.may_leave()
    undo = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    while role.text():
        qtbot.keyClick(role, *undo)
    assert gone not in book.members.all()
    qtbot.keyClick(role, *undo)
    assert gone in book.members.all()
    assert f"Đã hoàn tác: Xóa đảng viên: {gone.full_name}." in said(window)
    assert book.members.all()[0].party_role == ""
    assert role.hasFocus()


def test_another_book_can_be_opened_instead_of_the_locked_one(
    window_on, qtbot, book_path, tmp_path
):
    (tmp_path / "khác").mkdir()
    other = a_cell_book(tmp_path / "khác", "Chi bộ thôn Đoài")
    other.close()
    window = opened(window_on, qtbot, book_path)
    click(window, "Thiết lập")
    type_text(window.workspace.place.letterhead.form.field("place").edit, "Nà Lạnh")
    window.idle.came.emit()
    qtbot.waitUntil(lambda: window.start is not None)
    window.open_book(other.path)
    type_text(window.start.unlock_page.passphrase.edit, PASSPHRASE)
    press(window.start.unlock_page.passphrase.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.windowTitle() == "Chi bộ thôn Đoài · Sổ Chi Bộ")
    assert not Path(str(book_path) + ".lock").exists()


def test_a_running_job_is_waited_for_before_locking(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    jobs = window.workspace.jobs
    going = []

    def work(_book, report):
        while not going:
            report(0, 0)

    jobs.start(window, work, done=lambda _: None, failed=lambda _: None)
    window.idle.came.emit()
    assert window.workspace is not None
    going.append(1)
    qtbot.waitUntil(lambda: not jobs.is_busy())
    window.idle.came.emit()
    qtbot.waitUntil(lambda: window.workspace is None)


def test_closing_stops_a_running_job_and_leaves_no_open_file(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    ends = []

    def work(_book, report):
        try:
            while True:
                report(0, 0)
        except Cancelled:
            ends.append("stopped")
            raise

    window.workspace.jobs.start(window, work, done=lambda _: None, failed=lambda _: None)
    window.close()
    assert ends == ["stopped"]
    assert not Path(str(book_path) + "-wal").exists()
    assert not Path(str(book_path) + ".lock").exists()


def test_a_second_window_on_the_same_book_is_told_so(window_on, qtbot, book_path):
    opened(window_on, qtbot, book_path)
    second = window_on(Settings(last_book=str(book_path)))
    second.open_at_start()
    field = second.start.unlock_page.passphrase.edit
    type_text(field, PASSPHRASE)
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Sổ đang được mở ở một cửa sổ khác." in said(second))
    assert second.workspace is None


def test_a_screen_that_wants_to_stay_stays(window_on, qtbot, book_path, monkeypatch):
    window = opened(window_on, qtbot, book_path)
    monkeypatch.setattr(window.workspace.place, "may_leave", lambda: False)
    click(window, "Đảng viên")
    assert window.workspace.name == "home"
    assert window.workspace.sidebar.button("home").isChecked()
    assert not window.lock()
    assert not window.close()
    monkeypatch.undo()
    assert window.close()


def test_what_one_screen_changes_the_others_read_anew(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    workspace = window.workspace
    workspace.go("members")
    workspace.go("home")
    book = workspace.book
    book.members.save(book.members.new("Đặng Thị Mới"))
    workspace.place.changed.emit()
    workspace.go("members")
    assert "Đặng Thị Mới" in [row[1] for row in rows(workspace.place.list.table)]


def test_what_is_typed_on_one_screen_the_others_read_anew(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    window.workspace.go("members")
    page = window.workspace.place
    window.workspace.go("home")
    window.workspace.go("members")
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    field = page.panel.form.field("full_name").edit
    field.selectAll()
    type_text(field, "Lò Thị Mới")
    window.workspace.go("papers")
    assert "Lò Thị Mới" in [row[1] for row in rows(page.list.table)]
    assert "home" in window.workspace._stale


def test_larger_letters_and_another_ground_are_worn_and_kept(window_on, qtbot, book_path, tmp_path):
    window = opened(window_on, qtbot, book_path)
    click(window, "Thiết lập")
    before = theme.em()
    settings = replace(window.settings, letter_percent=150, theme=Theme.DARK)
    window.workspace.settings_changed.emit(settings)
    qtbot.waitUntil(lambda: theme.em() > before)
    qtbot.waitUntil(lambda: window.workspace.name == "settings")
    kept = load_settings(paths_in(tmp_path).settings_file)
    assert (kept.letter_percent, kept.theme) == (150, Theme.DARK)
    theme.apply(theme.application(), 100, Theme.LIGHT)


def test_opened_books_are_remembered_newest_first(window_on, qtbot, tmp_path, book_path):
    opened(window_on, qtbot, book_path)
    kept = load_settings(paths_in(tmp_path).settings_file)
    assert kept.last_book == str(book_path)
    assert kept.recent_books == (str(book_path),)


def test_settings_that_cannot_be_kept_do_not_stop_work(
    window_on, qtbot, book_path, monkeypatch, caplog
):
    from qtapp.domain.errors import FolderReadOnly  # noqa: PLC0415 - this test's subject

    def fail(path, _settings):
        raise FolderReadOnly(str(path))

    monkeypatch.setattr(main_window, "save_settings", fail)
    window = opened(window_on, qtbot, book_path)
    assert window.workspace is not None
    assert "settings not kept" in caplog.text


class Flashes(QObject):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, QDialog | MainWindow)
        ):
            self.seen.add(type(watched).__name__)
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(window_on, qtbot, book_path, dressed):
    flashes = Flashes()
    dressed.installEventFilter(flashes)
    window = opened(window_on, qtbot, book_path)
    for name in window.workspace._makers:
        window.workspace.go(name)
    window.lock()
    window.start.found()
    window.start.join()
    dressed.removeEventFilter(flashes)
    assert flashes.seen == set()


def test_a_committee_sees_the_units_below_it(window_on, qtbot, tmp_path):
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông",))
    book.close()
    window = opened(window_on, qtbot, book.path)
    click(window, "Chi bộ trực thuộc")
    assert window.workspace.name == "units"
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.name == "units"


def test_a_changed_name_of_the_unit_shows_in_the_title(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    units = window.workspace.book.units
    units.save(replace(units.own(), name="Chi bộ thôn Đoài"))
    window.workspace.place.changed.emit()
    assert window.windowTitle() == "Chi bộ thôn Đoài · Sổ Chi Bộ"
    assert "Chi bộ thôn Đoài" in said(window.workspace.sidebar)


def test_enter_presses_the_button_with_the_focus(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    button = window.workspace.sidebar.button("waves")
    button.setFocus()
    press(button, Qt.Key.Key_Return)
    assert window.workspace.name == "waves"


def test_the_window_comes_back_where_it_was(window_on, qtbot):
    first = window_on()
    first.move(QPoint(40, 30))
    first.resize(900, 640)
    first.close()
    second = window_on()
    assert second._place_file().value("geometry") is not None


def test_one_thread_runs_the_jobs():
    executor = main_window.one_thread()
    assert isinstance(executor, ThreadPoolExecutor)
    assert executor._max_workers == 1
    executor.shutdown()


def test_the_list_of_recent_books_has_no_doubles(tmp_path):
    settings = with_book(with_book(Settings(), "a"), "a")
    assert settings.recent_books == ("a",)


@pytest.mark.parametrize(
    ("room", "whole"),
    [
        (QSize(1366, 728), True),
        (QSize(1366, 768), True),
        (QSize(1280, 800), False),
        (QSize(1920, 1040), False),
        (QSize(1024, 900), True),
    ],
)
def test_the_first_window_takes_a_small_screen_whole(room, whole):
    assert main_window.needs_all(room) is whole


def test_a_first_window_too_large_for_its_screen_is_maximised_and_stays_so(
    world, tmp_path, qtbot, monkeypatch
):
    monkeypatch.setattr(main_window, "_FIRST", QSize(900, 2000))
    first = MainWindow(world, paths_in(tmp_path), Settings())
    qtbot.addWidget(first)
    assert first.isMaximized()
    assert first.height() <= first.screen().availableSize().height()
    first.close()
    monkeypatch.setattr(main_window, "_FIRST", QSize(700, 500))
    again = MainWindow(world, paths_in(tmp_path), Settings())
    qtbot.addWidget(again)
    assert again.isMaximized()
    again.close()


def test_what_is_said_stays_behind_when_the_user_goes_on(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    for go_on in (lambda: click(window, "Văn bản"), window.workspace.back):
        said_here = toast.say(window.workspace.place, "Đã lưu.")
        assert said_here.isVisible()
        go_on()
        assert not said_here.isVisible()


def test_there_is_one_way_back_the_nearest(window_on, qtbot, tmp_path):
    book = a_cell_book(tmp_path, members=1)
    wave = a_wave_in(book)
    book.close()
    window = opened(window_on, qtbot, book.path)
    workspace = window.workspace
    click(window, "Văn bản")
    workspace.go("waves", wave.id)
    assert "Tất cả các đợt" in offered(window)
    assert not workspace.back_button.isVisible()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert "Tất cả các đợt" not in offered(window)
    assert "Quay lại Văn bản" in offered(window)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert workspace.name == "documents"


@pytest.fixture
def large_letters(dressed):
    theme.apply(dressed, 200, Theme.LIGHT)
    yield
    theme.apply(dressed, 100, Theme.LIGHT)


def test_no_screen_needs_scrolling_sideways_with_letters_twice_as_large(
    large_letters, window_on, qtbot, book_path
):
    window = opened(window_on, qtbot, book_path)
    workspace = window.workspace
    assert workspace.sidebar.width() * 4 <= window.width()
    assert "Chi bộ thôn Suối Mẫu" in said(window)
    for name in ("home", "members", "documents", "waves", "exchange", "settings"):
        workspace.go(name)
        shown = [each for each in workspace.place.findChildren(QScrollArea) if each.isVisible()]
        assert shown
        for area in shown:
            bar = area.horizontalScrollBar()
            qtbot.waitUntil(lambda bar=bar: bar.maximum() == 0)


def test_a_second_start_brings_its_bundle_to_the_open_book(window_on, qtbot, book_path, tmp_path):
    window = opened(window_on, qtbot, book_path)
    window.answer(tmp_path / "CB2.cbdl")
    qtbot.waitUntil(lambda: "Tệp CB2.cbdl chưa nhận vào sổ." in said(window))


def test_a_second_start_without_a_file_changes_nothing(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    window.answer(None)
    assert not window.isMinimized()
    assert window.workspace.name == "home"


def test_a_second_start_with_another_book_closes_this_one_first(
    window_on, qtbot, book_path, tmp_path
):
    window = opened(window_on, qtbot, book_path)
    window.answer(book_path)
    assert window.workspace is not None
    window.answer(tmp_path / "khác.scb")
    qtbot.waitUntil(lambda: "Không thấy tệp sổ" in said(window))
    assert window.workspace is None


def test_a_second_start_before_a_book_is_open_is_like_a_first(window_on, qtbot, tmp_path):
    window = window_on()
    window.open_at_start()
    window.answer(tmp_path / "thư mời.cbmoi")
    qtbot.waitUntil(lambda: "Vào bằng thư mời" in said(window))


def test_a_bundle_waits_for_a_dialog_to_end(window_on, qtbot, book_path, tmp_path):
    window = opened(window_on, qtbot, book_path)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    window.answer(tmp_path / "CB3.cbdl")
    assert window.workspace.name == "home"
    dialog.close()
    qtbot.waitUntil(lambda: "Tệp CB3.cbdl chưa nhận vào sổ." in said(window))


def test_a_bundle_waits_behind_the_veil(window_on, qtbot, book_path, tmp_path):
    window = opened(window_on, qtbot, book_path)
    window.lock()
    window.answer(tmp_path / "CB4.cbdl")
    assert "CB4" not in said(window)
    unlocked(window, qtbot)
    qtbot.waitUntil(lambda: "Tệp CB4.cbdl chưa nhận vào sổ." in said(window))


def test_f1_opens_the_guide_on_the_screen_shown(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    window.workspace.go("essays")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    guide = window._guide
    assert guide.isVisible()
    assert guide.browser.toPlainText().startswith("Bài thu hoạch")
    window.close()
    assert not guide.isVisible()


def test_f1_in_a_dialog_opens_a_guide_that_can_be_read_beside_it(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    dialog = QDialog(window)
    QLineEdit(dialog).setFocus()
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_F1)
    (guide,) = dialog.findChildren(GuideWindow)
    assert guide.isVisible()
    assert guide.browser.toPlainText().startswith("Việc cần làm")
    dialog.reject()
    assert not guide.isVisible()


def test_ctrl_z_takes_back_what_was_done_on_whichever_screen(window_on, qtbot, book_path):
    window = opened(window_on, qtbot, book_path)
    book = window.workspace.book
    before = book.members.all()
    book.members.remove(before[0].id)
    window.workspace.go("waves")
    window.workspace.focus_place()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert book.members.all() == before
    assert f"Đã hoàn tác: Xóa đảng viên: {before[0].full_name}." in said(window)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert book.members.all() == before[1:]
