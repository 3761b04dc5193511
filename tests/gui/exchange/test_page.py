import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from qtapp.domain import errors
from qtapp.gui.exchange import plain
from qtapp.gui.exchange.invitations import InvitedDialog
from qtapp.gui.exchange.page import ExchangePage
from qtapp.gui.kit import ask
from qtapp.gui.kit.toast import Toast
from qtapp.services.book import accept_invitation
from qtapp.services.exchange import InboxEntry
from qtapp.services.incoming import InboxState, Received
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.typing import type_text
from tests.make import NOW, PASSPHRASE, a_cell_book, a_committee_book, an_environment
from tests.services.test_exchange import a_disagreement


@pytest.fixture
def above(tmp_path):
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông", "Chi bộ thôn Đoài"))
    yield book
    book.close()


@pytest.fixture
def letter(above, tmp_path):
    path = tmp_path / "thư mời.cbmoi"
    return path, above.exchange.invite(above.units.cells()[0].id, path)


@pytest.fixture
def below(above, letter, tmp_path):
    path, code = letter
    book, _ = accept_invitation(path, code, tmp_path / "dưới.scb", PASSPHRASE, an_environment())
    book.members.save(book.members.new("Nguyễn Thị Hoa"))
    return book


@pytest.fixture
def stick(tmp_path, monkeypatch):
    folder = tmp_path / "USB"
    folder.mkdir()
    monkeypatch.setattr(ask, "choose_folder", lambda *_: folder)
    return folder


def test_a_cell_sends_up_in_one_go(opened, below, stick, qtbot):
    page = opened(ExchangePage, below)
    assert "Chưa gửi gói nào lên Đảng ủy xã Suối Mẫu" in said(page)
    assert nameless(page) == []
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.changed):
        click(page, "Gửi lên cấp trên")
    file = next(stick.iterdir())
    qtbot.waitUntil(lambda: f"Đã ghi tệp {file.name} vào {stick}. Có thể rút USB." in said(page))
    page.reload()
    assert "chưa xác nhận đã nhận" in said(page)


def test_a_committee_takes_a_stick_in_and_says_what_came(opened, above, below, stick, qtbot):
    below.exchange.make_up(stick)
    (stick / "hỏng.cbdl").write_bytes(next(stick.iterdir()).read_bytes()[:2000])
    page = opened(ExchangePage, above)
    assert "0 trong 2 chi bộ đã gửi gói về." in said(page)
    with qtbot.waitSignal(page.changed):
        click(page, "Nhận cả USB, thư mục")
    qtbot.waitUntil(lambda: "Đã nhập gói của Chi bộ thôn Đông" in said(page))
    assert "hỏng.cbdl: Gói dữ liệu bị hỏng hoặc chép chưa hết" in said(page)
    page.reload()
    assert "1 trong 2 chi bộ đã gửi gói về." in said(page)
    results = {row[2] for row in rows(page.inbox.table)}
    assert results == {"đã nhập", "để riêng, chưa nhập"}
    states = {row[0]: row[1] for row in rows(page.invitations.list.table)}
    assert states == {"Chi bộ thôn Đông": "Đã nối", "Chi bộ thôn Đoài": "Chưa mời"}
    below.close()


def test_an_empty_folder_is_told(opened, above, stick, qtbot):
    page = opened(ExchangePage, above)
    click(page, "Nhận cả USB, thư mục")
    qtbot.waitUntil(lambda: "Không thấy gói dữ liệu nào ở đó." in said(page))


def test_files_are_taken_in_by_choosing_or_dropping(
    opened, above, below, stick, qtbot, monkeypatch
):
    file = below.exchange.make_up(stick)
    page = opened(ExchangePage, above)
    monkeypatch.setattr(ask, "open_files", lambda *_: [file])
    with qtbot.waitSignal(page.changed):
        click(page, "Nhận tệp")
    drop(page, [file])
    qtbot.waitUntil(lambda: "đã nhận từ trước" in said(page))
    below.close()


def drop(page, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, nothing)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, nothing))


def test_a_committee_sends_down_to_those_it_has_invited(opened, above, tmp_path, stick, qtbot):
    page = opened(ExchangePage, above)
    click(page, "Gửi xuống chi bộ")
    qtbot.waitUntil(lambda: "chưa có gói nào để ghi" in said(page))
    for place, unit in enumerate(above.units.cells()):
        above.exchange.invite(unit.id, tmp_path / f"{place}.cbmoi")
    click(page, "Gửi xuống chi bộ")
    qtbot.waitUntil(lambda: "Đã ghi 2 gói" in said(page))
    assert len(list(stick.iterdir())) == 2


def test_an_invitation_is_written_and_its_code_shown_large(
    opened, above, tmp_path, qtbot, monkeypatch
):
    path = tmp_path / "mời.cbmoi"
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    page = opened(ExchangePage, above)
    assert nameless(page) == []
    assert shared_keys(page) == []
    assert "Làm thư mời" not in offered(page)
    page.invitations.list.table.selectRow(0)
    click(page, "Làm thư mời")
    qtbot.waitUntil(lambda: bool(page.findChildren(InvitedDialog)))
    (dialog,) = page.findChildren(InvitedDialog)
    assert path.exists()
    click(dialog, "Chép mã")
    assert QGuiApplication.clipboard().text() in said(dialog)
    click(dialog, "Đã ghi mã")
    page.reload()
    assert rows(page.invitations.list.table)[0][1] == "Đã mời, chưa gửi gói"


def test_the_code_is_told_with_how_to_pass_it_on(opened, above, qtbot):
    page = opened(ExchangePage, above)
    dialog = InvitedDialog(page, "Chi bộ thôn Đông", "mời.cbmoi", "1234 5678")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "1234 5678" in said(dialog)
    assert "qua điện thoại" in said(dialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    click(dialog, "Đã ghi mã")
    assert not dialog.isVisible()


def test_revoking_asks_first(opened, above, below, stick, qtbot, monkeypatch):
    above.exchange.receive(below.exchange.make_up(stick))
    page = opened(ExchangePage, above)
    page.invitations.list.table.selectRow(0)
    monkeypatch.setattr(ask, "confirm", lambda *_: False)
    click(page, "Thu hồi")
    assert above.exchange.status().units[0].joined
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    click(page, "Thu hồi")
    assert not above.exchange.status().units[0].joined
    below.close()


def test_a_standing_book_joins_with_a_letter(opened, tmp_path, letter, qtbot, monkeypatch):
    path, code = letter
    book = a_cell_book(tmp_path, "Sổ đứng riêng")
    page = opened(ExchangePage, book)
    assert nameless(page) == []
    assert shared_keys(page) == []
    monkeypatch.setattr(ask, "open_file", lambda *_: path)
    click(page, "Chọn tệp")
    type_text(page.joining.code.edit, "0000 0000" if code != "0000 0000" else "1111 1111")
    click(page, "Vào bằng thư mời")
    assert "Mã của thư mời chưa đúng" in said(page)
    page.joining.code.edit.clear()
    type_text(page.joining.code.edit, code)
    click(page, "Vào bằng thư mời")
    page.reload()
    qtbot.waitUntil(lambda: "mang tên Chi bộ thôn Đông" in said(page))
    assert "Gửi lên cấp trên" in offered(page)


def test_a_letter_or_bundle_that_was_opened_is_offered(opened, tmp_path, below, stick, qtbot):
    book = a_cell_book(tmp_path, "Sổ đứng riêng")
    page = opened(ExchangePage, book)
    page.show_record(str(tmp_path / "thư mời.cbmoi"))
    assert page.joining.file.edit.text().endswith("thư mời.cbmoi")
    page.show_record(str(below.exchange.make_up(stick)))
    qtbot.waitUntil(lambda: "chưa nhận vào sổ" in said(page))
    click(page, "Nhận tệp này")
    qtbot.waitUntil(lambda: "gửi cho đơn vị khác" in said(page))
    below.close()


def test_a_book_that_has_joined_takes_no_other_letter(opened, below, tmp_path, qtbot):
    page = opened(ExchangePage, below)
    page.show_record(str(tmp_path / "khác.cbmoi"))
    qtbot.waitUntil(lambda: "đã nối với cấp trên nên không dùng" in said(page))


@pytest.mark.parametrize("choice", ["Giữ bên này", "Lấy bên kia"])
def test_two_laptops_that_differ_stand_side_by_side(opened, tmp_path, qtbot, choice):
    pair, member = a_disagreement(tmp_path)
    (view,) = pair.cell.exchange.conflicts()
    kept, lost = dict(view.kept)["party_role"], dict(view.lost)["party_role"]
    page = opened(ExchangePage, pair.cell)
    qtbot.waitUntil(lambda: "Sổ đang ghi" in said(page))
    assert kept in said(page)
    assert lost in said(page)
    assert "Chức vụ trong Đảng" in said(page)
    assert nameless(page) == []
    with qtbot.waitSignal(page.changed):
        click(page, choice)
    wanted = kept if choice == "Giữ bên này" else lost
    assert pair.cell.members.get(member).party_role == wanted
    assert page.findChildren(Toast)
    page.reload()
    qtbot.waitUntil(lambda: "Sổ đang ghi" not in said(page))


def test_every_reason_of_the_inbox_has_a_sentence():
    def entry(reason):
        return InboxEntry(
            name="x", state=InboxState.QUARANTINED, reason=reason, unit="", received=NOW
        )

    assert plain.why(entry("")) == ""
    assert "thiếu phần" in plain.why(entry("BundleIncomplete"))
    for name in ("BundleDamaged", "BundleNotOurs", "BundleUntrusted", "Unheard"):
        assert plain.why(entry(name)).endswith(".")


@pytest.mark.parametrize(
    ("received", "part", "tone"),
    [
        (
            Received(name="x", state=InboxState.MERGED, unit="A", rows=3),
            "Đã nhập gói của A: 3",
            "good",
        ),
        (
            Received(name="x", state=InboxState.MERGED, unit="A", rows=3, conflicts=2),
            "Có 2 chỗ ghi khác nhau",
            "good",
        ),
        (Received(name="x", state=InboxState.DUPLICATE), "x: đã nhận từ trước", "note"),
        (
            Received(name="x", state=InboxState.WAITING, reason=errors.BundleIncomplete([2], 3)),
            "còn thiếu phần 2",
            "warn",
        ),
        (
            Received(name="x", state=InboxState.QUARANTINED, reason=errors.BundleNotOurs()),
            "gửi cho đơn vị khác",
            "bad",
        ),
    ],
)
def test_what_became_of_a_file_is_one_sentence(received, part, tone):
    said_, found = plain.outcome(received)
    assert part in said_
    assert found == tone


@pytest.mark.parametrize(
    ("table", "field", "raw", "shown"),
    [
        ("members", "gender", "female", "nữ"),
        ("members", "full_name", "Hoa", "Hoa"),
        ("members", "phone", "", "(để trống)"),
        ("sessions", "held", "1", "có"),
        ("waves", "starts_on", "2026-11-20", "20/11/2026"),
        ("unknown", "x", "y", "y"),
    ],
)
def test_a_stored_value_is_told_as_people_say_it(table, field, raw, shown):
    assert plain.shown(table, field, raw) == shown
