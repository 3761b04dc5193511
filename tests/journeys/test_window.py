import json

import pytest
from PySide6.QtCore import Qt

from qtapp.paths import resource
from tests.gui.filling import fill
from tests.gui.screens import rows, said
from tests.gui.typing import press, type_text
from tests.journeys.user import Files, User
from tests.make import TODAY

CELL = "Chi bộ thôn Nà Lạnh"
COMMUNE = "Đảng ủy xã Suối Mẫu"
ENTER = Qt.Key.Key_Return


@pytest.fixture
def files(monkeypatch):
    return Files(monkeypatch)


def test_one_wave_from_an_excel_list_to_the_report_of_the_commune(
    window_in, qtbot, tmp_path, files
):
    stick = tmp_path / "USB"
    stick.mkdir()
    commune = User(window_in(tmp_path / "máy xã", "Máy xã"), qtbot)
    code = prepare_the_commune(commune, files, tmp_path, stick)
    cell = User(window_in(tmp_path / "máy chi bộ", "Máy chi bộ"), qtbot)
    join(cell, files, tmp_path, stick, code)
    import_the_members(cell, files)
    hold_a_session(cell, files, tmp_path)
    collect_the_essays(cell)
    decide_on_tasks(cell)
    send_up(cell, files, stick)
    report(commune, files, tmp_path, stick)


def prepare_the_commune(user, files, folder, stick):
    """A book, a cell below, a wave of one document, an invitation and the wave on a stick."""
    start = user.window.start
    press(start.first_run.found, ENTER)
    user.clicks("Cấp ủy cơ sở (đảng ủy xã, phường, cơ quan)", start)
    type_text(start.unit.name.edit, COMMUNE)
    type_text(start.unit.upper.edit, "ĐẢNG BỘ TỈNH MẪU")
    type_text(start.unit.place.edit, "Suối Mẫu")
    user.clicks("Tiếp tục", start)
    user.types_a_passphrase(start.key)
    user.puts_the_recovery_code_away(files, folder / "mã xã.pdf")
    user.clicks("Thêm chi bộ")
    units = user.screen
    user.clicks("Thêm danh sách chi bộ", units)
    units.adding.names.edit.setPlainText(CELL)
    user.clicks("Thêm vào danh sách", units)
    waves = user.go(Qt.Key.Key_4, "waves")
    user.clicks("Mở đợt học tập đầu tiên", waves)
    type_text(waves.list.panel.form.field("name").edit, "Học tập Nghị quyết 57")
    type_text(waves.list.panel.form.field("essay_due").edit, "10/12/2026")
    user.clicks("Lưu", waves)
    user.sees("Chưa chọn văn bản nào để học.")
    user.clicks("Chọn văn bản", waves)
    type_text(waves.documents.form.field("number").edit, "57-NQ/TW")
    type_text(waves.documents.form.field("name").edit, "Về đột phá phát triển khoa học")
    user.clicks("Ghi vào thư viện và thêm vào đợt", waves)
    exchange = user.go(Qt.Key.Key_9, "exchange")
    exchange.invitations.list.table.selectRow(0)
    files.next = stick / "thư mời.cbmoi"
    user.clicks("Làm thư mời", exchange)
    qtbot = user.qtbot
    qtbot.waitUntil(files.next.exists)
    user.sees("Đã ghi tệp thư mời.cbmoi")
    (code,) = [word for word in said(user.window).split("\n") if word.replace(" ", "").isdigit()
               and len(word) == 9]  # fmt: skip
    user.clicks("Đã ghi mã")
    files.next = stick
    user.clicks("Gửi xuống chi bộ", exchange)
    user.sees("Có thể rút USB.")
    return code


def join(user, files, folder, stick, code):
    """The letter, the code read out on the telephone, and what the commune sends."""
    start = user.window.start
    user.clicks("Vào bằng thư mời", start)
    files.next = stick / "thư mời.cbmoi"
    user.clicks("Chọn tệp", start)
    type_text(start.join_page.code.edit, code)
    user.types_a_passphrase(start.join_page)
    user.puts_the_recovery_code_away(files, folder / "mã chi bộ.pdf")
    assert user.window.windowTitle() == f"{CELL} · Sổ Chi Bộ"
    exchange = user.go(Qt.Key.Key_9, "exchange")
    files.next = stick
    user.clicks("Nhận cả USB, thư mục", exchange)
    user.sees("đã nhận từ trước, không có gì mới")  # it lay beside the letter
    assert user.book.waves.all()


def import_the_members(user, files):
    """The Excel list of the whole commune; only the own cell is taken."""
    members = user.go(Qt.Key.Key_2, "members")
    files.next = resource("sample/danh-sach-dang-vien-mau.xlsx")
    user.clicks("Nhập từ Excel…", members)
    user.qtbot.waitUntil(members.importing.isVisible)
    assert members.importing.cell.value() == CELL
    found = len(rows(members.importing.list.table))
    assert found > 5
    user.clicks(f"Nhập {found} đồng chí", members)
    user.qtbot.waitUntil(lambda: len(user.book.members.all()) == found)
    user.waits_for_the_job()


def hold_a_session(user, files, folder):
    """A session today, its printed sheet, and a roll call of one key for each who is not there."""
    sessions = user.go(Qt.Key.Key_5, "sessions")

    def act(dialog):
        dialog.form.field("name").set_value("Buổi 1")
        type_text(dialog.form.field("starts_at").edit, f"{TODAY:%d/%m/%Y}")
        type_text(dialog.form.field("starts_at").time, "7h30")
        dialog.accept()

    fill(act)
    user.clicks("Thêm buổi học", sessions)
    view = sessions.view
    view.tabs.setCurrentWidget(view.signin)
    user.clicks("Xem trước bản in", sessions)
    user.qtbot.waitUntil(lambda: view.signin.paper.preview is not None, timeout=30_000)
    files.next = folder / "danh sách ký tên.pdf"
    user.clicks("Lưu thành tệp…", view.signin)
    assert files.next.read_bytes().startswith(b"%PDF")
    view.tabs.setCurrentWidget(view.attendance)
    type_text(view.attendance.table, "vk")
    user.clicks("Hoàn thành điểm danh", sessions)
    (held,) = user.book.sessions.all()
    assert held.held
    home = user.go(Qt.Key.Key_1, "home")
    user.sees("Gửi và nhận")
    assert "chưa nộp bài thu hoạch" in said(home)


def collect_the_essays(user):
    """Two are handed in and one of them passes, each by one key."""
    essays = user.go(Qt.Key.Key_6, "essays")
    table = essays.list.table
    type_text(table, "nn")
    press(table, Qt.Key.Key_Home)
    type_text(table, "d")
    wave = user.book.waves.all()[0]
    written = [row for row in user.book.essays.sheet(wave.id) if row.essay.state.is_written]
    assert len(written) == 2


def decide_on_tasks(user):
    """An action plan with one task that says who, what and until when."""
    plans = user.go(Qt.Key.Key_7, "plans")
    user.clicks("Lập kế hoạch", plans)
    user.clicks("Lưu", plans.head_panel)
    user.qtbot.waitUntil(lambda: not plans.no_plan.isVisible())
    user.clicks("Thêm nhiệm vụ", plans)
    form = plans.panel.form
    for name, words in (
        ("content", "Lắp 3 điểm wifi công cộng"),
        ("product", "3 điểm wifi"),
        ("measure", "3/3 điểm hoạt động"),
    ):
        form.field(name).set_value(words)
    form.field("owner").set_value(user.book.members.all()[0].full_name)
    form.field("deadline").set_value(TODAY.replace(month=12))
    user.clicks("Lưu", plans.panel)
    assert [row[1] for row in rows(plans.list.table)] == ["Lắp 3 điểm wifi công cộng"]


def send_up(user, files, stick):
    """The bundle for the commune."""
    exchange = user.go(Qt.Key.Key_9, "exchange")
    user.sees("Gửi lên cấp trên")
    files.next = stick
    user.clicks("Gửi lên cấp trên", exchange)
    user.sees("Có thể rút USB.")
    assert not user.book.exchange.status().unmade


def report(user, files, folder, stick):
    """The commune takes the stick in and prints a report that nobody typed."""
    user.window.activateWindow()
    exchange = user.go(Qt.Key.Key_9, "exchange")
    files.next = stick
    user.clicks("Nhận cả USB, thư mục", exchange)
    user.sees(f"Đã nhập gói của {CELL}")
    reports = user.go(Qt.Key.Key_8, "reports")
    files.next = folder / "số liệu.json"
    user.clicks("Lưu số liệu (JSON)", reports)
    user.qtbot.waitUntil(files.next.exists)
    user.waits_for_the_job()
    total = json.loads(files.next.read_text(encoding="utf-8"))["total"]
    assert total["members_studied"] == total["members"] - 2
    assert total["essays_written"] == 2
    files.next = folder / "báo cáo.pdf"
    user.clicks("Lưu PDF", reports)
    user.qtbot.waitUntil(files.next.exists)
    user.waits_for_the_job()
    assert files.next.read_bytes().startswith(b"%PDF")
