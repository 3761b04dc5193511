import pytest

from qtapp.services.book import accept_invitation, open_book
from tests.make import PASSPHRASE, a_wave_in, an_environment


@pytest.fixture
def joined(cli, committee, tmp_path):
    """A cell's book that accepted the invitation of `committee`, with one member."""
    letter = tmp_path / "thư mời.cbmoi"
    code = cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", letter)["code"]
    path = tmp_path / "Nà Mẫu.scb"
    said = cli.done(
        "invite", "accept", letter, "--code", code, "--place", "Suối Mẫu", "--book", path
    )
    assert (said["name"], len(said["recovery_code"])) == ("Chi bộ thôn Nà Mẫu", 41)
    lines = tmp_path / "m.jsonl"
    lines.write_text('{"full_name": "Mã Thị Sen"}', encoding="utf-8")
    cli.done("records", "import", "members", lines, "--book", path)
    return path


def test_papers_of_a_joined_book_begin_with_its_superior_and_place(cli, committee, joined):
    book = open_book(joined, an_environment(), passphrase=PASSPHRASE)
    head = book.units.profile()
    book.close()
    assert (head.upper_line, head.place) == ("ĐẢNG BỘ XÃ SUỐI MẪU", "Suối Mẫu")


def test_bundles_travel_up_and_down(cli, committee, joined, tmp_path):
    stick = tmp_path / "usb"
    (sent,) = cli.done("bundle", "make", "-o", stick, "--book", joined)["paths"]
    (received,) = cli.done("bundle", "read", stick)
    assert (received["state"], received["unit"]) == ("merged", "Chi bộ thôn Nà Mẫu")
    assert received["rows"] > 0
    assert cli.done("bundle", "read", sent)[0]["state"] == "duplicate"
    a_wave_in(committee, "Đợt quý IV")
    (down,) = cli.done("bundle", "make", "-o", tmp_path / "xuống")["paths"]
    assert cli("bundle", "read", down, "--book", joined).code == 0
    names = [each["name"] for each in cli.done("wave", "list", "--book", joined)]
    assert names == ["Đợt quý IV"]


def test_an_envelope_speaks_without_a_book(cli, joined, tmp_path):
    (sent,) = cli.done("bundle", "make", "-o", tmp_path / "usb", "--book", joined)["paths"]
    del cli.variables["SOCHIBO_BOOK"]
    assert cli.done("bundle", "inspect", sent)["kind"] == "up"
    assert "kind: up" in cli("bundle", "inspect", sent).out


def test_a_damaged_bundle_is_quarantined_with_six_and_the_book_is_as_before(
    cli, committee, joined, tmp_path
):
    (sent,) = cli.done("bundle", "make", "-o", tmp_path / "usb", "--book", joined)["paths"]
    cut = tmp_path / "cụt.cbdl"
    cut.write_bytes((tmp_path / "usb" / sent).read_bytes()[:-50])
    ran = cli("bundle", "read", cut)
    assert ran.code == 6
    assert "để riêng, chưa nhập" in ran.out
    assert "Gói dữ liệu bị hỏng" in ran.out
    ran = cli("bundle", "read", cut, "--json")
    assert (ran.code, ran.data[0]["reason"]) == (6, "BundleDamaged")
    assert cli.done("records", "list")
    assert cli("records", "export", "members", "--everyone").out == ""


def test_a_folder_without_bundles_says_so(cli, committee, tmp_path):
    (tmp_path / "trống").mkdir()
    ran = cli("bundle", "read", tmp_path / "trống")
    assert (ran.code, ran.out.strip()) == (0, "Không thấy gói nào.")


def test_a_wrong_code_makes_no_book(cli, committee, tmp_path):
    letter = tmp_path / "thư mời.cbmoi"
    cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", letter)
    ran = cli("invite", "accept", letter, "--code", "0000 0000", "--book", tmp_path / "x.scb")
    assert ran.code == 6
    assert "Mã của thư mời chưa đúng" in ran.err
    assert not (tmp_path / "x.scb").exists()


def test_a_file_that_is_not_there_reads_none_of_the_others(cli, committee, joined, tmp_path):
    (sent,) = cli.done("bundle", "make", "-o", tmp_path / "usb", "--book", joined)["paths"]
    missing = tmp_path / "không có.cbdl"
    assert cli("bundle", "read", sent, missing).code == 4
    assert cli.done("bundle", "read", sent)[0]["state"] == "merged"


def test_a_book_that_is_there_already_can_join(cli, committee, tmp_path):
    letter = tmp_path / "thư mời.cbmoi"
    code = cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", letter)["code"]
    book = tmp_path / "cũ.scb"
    cli.done("book", "create", "--name", "Chi bộ Nà Mẫu", "--book", book)
    ran = cli("invite", "accept", letter, "--code", code, "--book", book)
    assert ran.out.strip() == "Sổ này nay là của Chi bộ thôn Nà Mẫu."
    assert cli.done("book", "info", "--book", book)["superior"] == "Đảng ủy xã Suối Mẫu"


def test_a_cell_that_joined_nobody_cannot_send(cli, cell, tmp_path):
    ran = cli("bundle", "make", "-o", tmp_path / "usb")
    assert ran.code == 6
    assert "chưa nối với cấp trên" in ran.err


def test_a_committee_nobody_joined_has_nothing_to_send(cli, committee, tmp_path):
    ran = cli("bundle", "make", "-o", tmp_path / "usb")
    assert (ran.code, ran.out.strip()) == (0, "Chưa có đơn vị nào đã nối để gửi.")


def test_a_file_that_is_no_bundle_is_refused(cli, committee, tmp_path):
    (tmp_path / "x.cbdl").write_bytes(b"hello")
    assert cli("bundle", "inspect", tmp_path / "x.cbdl").code == 6
    assert cli("bundle", "read", tmp_path / "x.cbdl").code == 6
    assert cli("bundle", "inspect", tmp_path / "không có.cbdl").code == 4


def test_what_waits_is_listed_with_its_reason_and_tried_again(cli, committee, tmp_path):
    assert cli("bundle", "waiting").out.strip() == "Không có gói nào đang chờ."
    cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", tmp_path / "thư.cbmoi")
    (path,) = cli.done("bundle", "make", "--down", "-o", tmp_path)["paths"]
    assert cli("bundle", "read", path).code == 6
    (entry,) = cli.done("bundle", "waiting")
    assert (entry["state"], entry["reason"]) == ("quarantined", "BundleNotOurs")
    assert "gửi cho đơn vị khác" in cli("bundle", "waiting").out
    assert cli("bundle", "retry", entry["id"][:8]).code == 6
    unknown = cli("bundle", "retry", "ffffffff")
    assert unknown.code == 1
    assert "“Gói đã nhận”" in unknown.err
    assert cli("bundle", "retry", entry["id"], "--accept", "--refuse").code == 2


def test_a_part_that_waits_for_the_others_ends_with_one(cli, committee, joined, tmp_path):
    with_book = open_book(joined, an_environment(), passphrase=PASSPHRASE)
    for place in range(40):
        with_book.members.save(with_book.members.new(f"Đảng viên {place}"))
    with_book.exchange.make_up(tmp_path / "usb", part_bytes=6_000)
    with_book.close()
    first, *others = sorted((tmp_path / "usb").iterdir())
    assert cli("bundle", "read", first).code == 1
    assert cli("bundle", "read", *others).code == 0
    assert cli("bundle", "stick", tmp_path / "usb").code == 0


def test_a_held_bundle_is_refused_or_taken_in(cli, committee, tmp_path):
    made = cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", tmp_path / "thư.cbmoi")
    cell, _ = accept_invitation(
        tmp_path / "thư.cbmoi", made["code"], tmp_path / "c.scb", PASSPHRASE, an_environment()
    )
    for place in range(20):
        cell.members.save(cell.members.new(f"Đảng viên {place}"))
    cli.done("bundle", "read", cell.exchange.make_up(tmp_path / "1"))
    for member in cell.members.all():
        cell.members.remove(member.id)
    second = cli("bundle", "read", cell.exchange.make_up(tmp_path / "2"))
    cell.close()
    assert (second.code, "giữ lại" in second.out) == (1, True)
    (entry,) = cli.done("bundle", "waiting")
    assert cli.done("bundle", "retry", entry["id"], "--refuse") == []
    assert cli.done("bundle", "waiting") == []
    (end,) = cli.done("bundle", "retry", entry["id"], "--accept")
    assert end["state"] == "merged"
