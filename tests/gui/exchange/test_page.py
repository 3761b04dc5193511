import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from qtapp.domain import errors
from qtapp.gui.exchange import plain
from qtapp.gui.exchange.devices import DevicesDialog
from qtapp.gui.exchange.page import ExchangePage
from qtapp.gui.kit import ask
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.toast import Toast
from qtapp.services.book import accept_invitation
from qtapp.services.exchange import InboxEntry
from qtapp.services.incoming import InboxState, Received
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.typing import type_text
from tests.make import NOW, PASSPHRASE, Clock, a_cell_book, a_committee_book, an_environment
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


def test_a_receipt_reads_as_good_news(opened, above, below, stick, tmp_path, qtbot):
    below.exchange.make_up(tmp_path / "lên")
    above.exchange.receive(tmp_path / "lên")
    above.exchange.make_down(stick)
    page = opened(ExchangePage, below)
    click(page, "Nhận cả USB, thư mục")
    qtbot.waitUntil(lambda: "Đảng ủy xã Suối Mẫu đã nhận đủ những gì đơn vị gửi đến" in said(page))
    assert "0 dòng" not in said(page)


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
    above.exchange.invite(above.units.cells()[0].id, tmp_path / "một.cbmoi")
    click(page, "Gửi xuống chi bộ")
    found = "Có gói cho: Chi bộ thôn Đông. Chưa mời nên chưa có gói: Chi bộ thôn Đoài."
    qtbot.waitUntil(lambda: found in said(page))
    for file in stick.iterdir():
        file.unlink()
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
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    assert "qua điện thoại" in said(dialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    assert path.exists()
    click(dialog, "Chép mã")
    assert QGuiApplication.clipboard().text() in said(dialog)
    click(dialog, "Đã ghi mã")
    page.reload()
    assert rows(page.invitations.list.table)[0][1] == "Đã mời, chưa gửi gói"


def test_whoever_comes_from_the_list_of_units_makes_the_letter_at_once(
    opened, above, tmp_path, qtbot, monkeypatch
):
    path = tmp_path / "mời.cbmoi"
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    unit = above.units.cells()[1]
    page = opened(ExchangePage, above)
    page.show_record(unit.id)
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    assert f"Thư mời cho {unit.name}" in said(dialog)
    click(dialog, "Đã ghi mã")


def test_revoking_asks_first(opened, above, below, stick, qtbot, monkeypatch):
    above.exchange.receive(below.exchange.make_up(stick))
    page = opened(ExchangePage, above)
    page.invitations.list.table.selectRow(0)
    click(page, "Máy của chi bộ")
    (dialog,) = page.findChildren(DevicesDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    assert "Máy 1" in said(dialog)
    assert "Gói gần nhất nhận lúc" in said(dialog)
    monkeypatch.setattr(ask, "confirm", lambda *_: False)
    click(dialog, "Thu hồi")
    assert above.exchange.status().units[0].joined
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    with qtbot.waitSignal(page.changed):
        click(dialog, "Thu hồi")
    assert not above.exchange.status().units[0].joined
    qtbot.waitUntil(lambda: "Đã thu hồi" in said(dialog))
    assert "Thu hồi" not in offered(dialog)
    click(dialog, "Đóng")
    below.close()


def test_after_a_revocation_a_new_letter_is_one_click_away(
    opened, above, below, stick, tmp_path, qtbot, monkeypatch
):
    above.exchange.receive(below.exchange.make_up(stick))
    page = opened(ExchangePage, above)
    page.invitations.list.table.selectRow(0)
    click(page, "Máy của chi bộ")
    (dialog,) = page.findChildren(DevicesDialog)
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "mới.cbmoi")
    click(dialog, "Làm thư mời máy mới")
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    assert (tmp_path / "mới.cbmoi").exists()
    click(page.findChildren(CodeDialog)[0], "Đã ghi mã")
    below.close()


def test_one_more_laptop_gets_a_letter_and_all_the_book_holds(
    opened, below, stick, tmp_path, qtbot, monkeypatch
):
    page = opened(ExchangePage, below)
    assert "Đơn vị đang dùng một máy." in said(page)
    assert "Ghi gói cho máy khác" not in offered(page)
    monkeypatch.setattr(ask, "proceed", lambda *_: True)
    click(page, "Thêm máy thứ hai")
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    assert "Cắm USB vào máy mới" in said(dialog)
    (letter,) = stick.glob("*.cbmoi")
    second, _ = accept_invitation(
        letter, dialog._code, tmp_path / "hai.scb", PASSPHRASE, an_environment("Máy hai")
    )
    click(dialog, "Đã ghi mã")
    assert [each.full_name for each in second.members.all()] == ["Nguyễn Thị Hoa"]
    below.exchange.receive(second.exchange.make_peer(tmp_path / "ngang"))
    second.close()
    page.reload()
    qtbot.waitUntil(lambda: "Đơn vị có 1 máy khác." in said(page))
    assert shared_keys(page) == []
    click(page, "Ghi gói cho máy khác")
    qtbot.waitUntil(lambda: "Có thể rút USB" in said(page))
    click(page, "Danh sách máy")
    (devices,) = page.findChildren(DevicesDialog)
    assert "(máy này)" in said(devices)
    assert "Máy hai" in said(devices)
    click(devices, "Đóng")


def test_a_file_that_was_set_aside_is_tried_again(opened, above, below, stick, qtbot):
    file = below.exchange.make_up(stick)
    above.exchange.revoke(below.units.own().id, ["f" * 32])
    (stick / "hỏng.cbdl").write_bytes(file.read_bytes()[:2000])
    above.exchange.receive(stick / "hỏng.cbdl")
    page = opened(ExchangePage, above)
    qtbot.waitUntil(lambda: "hỏng.cbdl, nhận lúc" in said(page))
    assert nameless(page) == []
    with qtbot.waitSignal(page.changed):
        click(page, "Thử lại")
    qtbot.waitUntil(lambda: "hỏng.cbdl: Gói dữ liệu bị hỏng" in said(page))
    below.close()


def a_held_bundle(above, below, folder):
    """Let `above` hold a bundle that deletes most of what `below` had sent."""
    for place in range(20):
        below.members.save(below.members.new(f"Đảng viên {place}"))
    above.exchange.receive(below.exchange.make_up(folder / "1"))
    for member in below.members.all():
        below.members.remove(member.id)
    above.exchange.receive(below.exchange.make_up(folder / "2"))


@pytest.mark.parametrize(("verb", "left"), [("Nhận vào sổ", 0), ("Không nhận", 21)])
def test_a_bundle_that_deletes_much_waits_for_a_yes_or_a_no(
    opened, above, below, tmp_path, qtbot, monkeypatch, verb, left
):
    a_held_bundle(above, below, tmp_path)
    page = opened(ExchangePage, above)
    qtbot.waitUntil(lambda: "sẽ xóa 21 trong số 21" in said(page))
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    with qtbot.waitSignal(page.changed):
        click(page, verb)
    assert len(above.members.all(below.units.own().id)) == left
    page.reload()
    qtbot.waitUntil(lambda: verb not in offered(page))
    below.close()


def test_units_that_were_not_heard_of_for_long_are_named(opened, tmp_path, qtbot):
    clock = Clock()
    book = a_committee_book(tmp_path, environment=an_environment(clock=clock))
    unit = book.units.add("Chi bộ thôn Đông")
    code = book.exchange.invite(unit.id, tmp_path / "thư.cbmoi")
    cell, _ = accept_invitation(
        tmp_path / "thư.cbmoi", code, tmp_path / "c.scb", PASSPHRASE, an_environment()
    )
    book.exchange.receive(cell.exchange.make_up(tmp_path / "usb"))
    cell.close()
    page = opened(ExchangePage, book)
    assert "chưa nhận được gói của" not in said(page)
    clock.forward(days=31)
    page.reload()
    qtbot.waitUntil(lambda: "Quá 30 ngày chưa nhận được gói của: Chi bộ thôn Đông." in said(page))
    assert "đã lâu" in rows(page.invitations.list.table)[0][2]


def test_a_commune_begun_alone_is_introduced_to_a_province(
    opened, above, tmp_path, qtbot, monkeypatch
):
    page = opened(ExchangePage, above)
    path = tmp_path / "xã.cbgt"
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    click(page, "Làm giấy giới thiệu")
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    click(dialog, "Đã ghi mã")
    assert path.exists()


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


def test_a_book_that_has_joined_takes_another_letter_only_for_itself(
    opened, above, below, tmp_path, qtbot
):
    page = opened(ExchangePage, below)
    assert "Vào bằng thư mời" not in offered(page)
    click(page, "Dùng thư mời mới")
    assert "Mọi dữ liệu trong sổ giữ nguyên" in said(page)
    path = tmp_path / "khác.cbmoi"
    code = above.exchange.invite(above.units.cells()[1].id, path)
    page.show_record(str(path))
    type_text(page.joining.code.edit, code)
    click(page, "Vào bằng thư mời")
    assert "đã thuộc một đơn vị khác" in said(page)
    code = above.exchange.invite(below.units.own().id, tmp_path / "lại.cbmoi")
    page.show_record(str(tmp_path / "lại.cbmoi"))
    page.joining.code.edit.clear()
    type_text(page.joining.code.edit, code)
    click(page, "Vào bằng thư mời")
    qtbot.waitUntil(lambda: "Sổ đã nối với cấp trên" in said(page))


@pytest.mark.parametrize("choice", ["Giữ bên này", "Giữ bên kia"])
def test_two_laptops_that_differ_stand_side_by_side(opened, tmp_path, qtbot, choice):
    pair, member = a_disagreement(tmp_path)
    (view,) = pair.cell.exchange.conflicts()
    kept, lost = dict(view.kept)["party_role"], dict(view.lost)["party_role"]
    page = opened(ExchangePage, pair.cell)
    qtbot.waitUntil(lambda: "sổ đang ghi" in said(page))
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
    qtbot.waitUntil(lambda: "sổ đang ghi" not in said(page))


def test_every_reason_of_the_inbox_has_a_sentence():
    def entry(failure):
        return InboxEntry(
            id="0",
            name="x",
            state=InboxState.QUARANTINED,
            reason="",
            failure=failure,
            unit="",
            received=NOW,
        )

    assert plain.why(entry(None)) == ""
    assert "còn thiếu phần 2" in plain.why(entry(errors.BundleIncomplete([2], 3)))
    for failure in (errors.BundleNotOurs(), errors.BundleUntrusted("revoked"), errors.AppError()):
        assert plain.why(entry(failure)).endswith(".")


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
        (
            Received(name="x", state=InboxState.MERGED, unit="A", rows=3, own=2),
            "Trong đó 2 dòng là dòng của chính đơn vị",
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
