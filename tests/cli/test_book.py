import pytest

from tests.make import PASSPHRASE


@pytest.fixture
def fresh(cli, tmp_path):
    """A book made by the command itself, with what the command said."""
    cli.variables["SOCHIBO_BOOK"] = str(tmp_path / "mới.scb")
    return cli.done("book", "create", "--name", "Chi bộ thôn Nà Mẫu")


def test_a_new_book_says_its_recovery_code_once(cli, fresh):
    assert (fresh["name"], fresh["kind"]) == ("Chi bộ thôn Nà Mẫu", "cell")
    assert len(fresh["recovery_code"].split("-")) == 7
    info = cli("book", "info")
    assert "Chi bộ thôn Nà Mẫu (chi bộ)" in info.out
    assert "Cấp trên: chưa nối" in info.out
    assert "Sao lưu gần nhất: chưa lần nào" in info.out
    assert fresh["recovery_code"] not in info.out


def test_the_kind_may_be_said_in_vietnamese(cli, tmp_path):
    path = tmp_path / "xã.scb"
    words = ("book", "create", "--name", "Đảng ủy xã", "--kind", "cấp ủy", "--book", path)
    assert cli.done(*words)["kind"] == "committee"


def test_the_recovery_code_can_be_printed(cli, tmp_path):
    sheet = tmp_path / "mã khôi phục.pdf"
    book = tmp_path / "x.scb"
    ran = cli("book", "create", "--name", "Chi bộ", "--book", book, "--recovery-sheet", sheet)
    assert ran.code == 0
    assert "Mã khôi phục: " in ran.out
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_book_is_not_made_over_another(cli, fresh):
    assert cli("book", "create", "--name", "Khác").code == 4


def test_a_short_passphrase_makes_no_book(cli, tmp_path):
    cli.variables["SOCHIBO_PASSPHRASE"] = "ngắn"
    ran = cli("book", "create", "--name", "Chi bộ", "--book", tmp_path / "x.scb")
    assert ran.code == 1
    assert "Mật khẩu" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_ends_with_three(cli, fresh):
    cli.variables["SOCHIBO_PASSPHRASE"] = "không phải câu này"
    ran = cli("book", "info")
    assert (ran.code, ran.err.splitlines()[0]) == (3, "Mật khẩu chưa đúng.")


def test_without_passphrase_keyring_or_terminal_it_is_locked(cli, fresh):
    del cli.variables["SOCHIBO_PASSPHRASE"]
    assert cli("book", "info").code == 3


def test_a_remembered_book_needs_no_passphrase_until_forgotten(cli, fresh):
    assert cli.done("book", "remember") == {"remembered": True}
    del cli.variables["SOCHIBO_PASSPHRASE"]
    assert cli.done("book", "info")["remembered"] is True
    assert cli.done("book", "forget") == {"remembered": False}
    assert cli("book", "info").code == 3


def test_no_keyring_is_said(cli, fresh):
    cli.vault.locked = True
    ran = cli("book", "remember")
    assert ran.code == 3
    assert ran.err.startswith("Máy này không có kho mật khẩu dùng được")


def test_a_secret_that_nobody_can_type_is_said(cli, fresh):
    ran = cli("book", "recover")
    assert ran.code == 3
    assert "không có ai để gõ" in ran.err
    del cli.variables["SOCHIBO_PASSPHRASE"]
    assert cli("book", "info").err.startswith("Máy này chưa nhớ mật khẩu")


def test_verify_reads_the_whole_book(cli, fresh):
    assert cli.done("book", "verify") == {"sound": True}


def test_a_backup_is_a_book_for_the_next_command(cli, fresh, tmp_path):
    said = cli.done("book", "backup", "-o", tmp_path / "usb")
    assert said["keys"] == said["path"] + ".keys"
    assert cli.done("book", "info", "--book", said["path"])["name"] == "Chi bộ thôn Nà Mẫu"
    ran = cli("book", "backup", "-o", tmp_path / "usb")
    assert (ran.code, "Đã có một tệp" in ran.err) == (4, True)
    assert "Đã sao lưu sổ" in cli("book", "backup", "-o", tmp_path / "khác").out


def test_the_passphrase_is_changed(cli, fresh):
    cli.variables["SOCHIBO_NEW_PASSPHRASE"] = "một câu khác hẳn"
    assert cli.done("book", "change-passphrase") == {"changed": True}
    assert cli("book", "info").code == 3
    cli.variables["SOCHIBO_PASSPHRASE"] = "một câu khác hẳn"
    assert cli("book", "info").code == 0


def test_a_forgotten_passphrase_is_set_anew_by_the_recovery_code(cli, fresh):
    code = fresh["recovery_code"]
    cli.variables |= {"SOCHIBO_RECOVERY": code.lower(), "SOCHIBO_NEW_PASSPHRASE": "câu mới hẳn"}
    again = cli.done("book", "recover", "--new-code")["recovery_code"]
    assert again != code
    cli.variables["SOCHIBO_PASSPHRASE"] = "câu mới hẳn"
    assert cli("book", "info").code == 0
    assert cli("book", "recover").code == 3


def test_a_typo_in_the_recovery_code_names_its_group(cli, fresh):
    groups = fresh["recovery_code"].split("-")
    groups[2] = ("Z" if groups[2][0] != "Z" else "Y") + groups[2][1:]
    cli.variables["SOCHIBO_RECOVERY"] = "-".join(groups)
    ran = cli("book", "recover")
    assert ran.code == 3
    assert "nhóm thứ 3" in ran.err


def test_no_command_takes_the_passphrase_among_its_words(cli, fresh):
    assert cli("book", "info", "--passphrase", PASSPHRASE).code == 2


def test_the_support_file_names_nobody(cli, cell, tmp_path):
    path = tmp_path / "hỗ trợ.txt"
    assert cli.done("book", "support-file", "-o", path) == {"path": str(path)}
    text = path.read_text(encoding="utf-8")
    assert "members: 6" in text
    assert "Suối Mẫu" not in text


def test_the_sheet_with_the_code_never_takes_the_place_of_the_book(cli, tmp_path):
    path = tmp_path / "n.scb"
    ran = cli("book", "create", "--book", path, "--name", "A", "--recovery-sheet", path, "--json")
    assert (ran.code, ran.failure["error"]) == (4, "NotOverABook")
    assert not path.exists()


def test_a_book_is_called_one(cli, tmp_path):
    ran = cli("book", "create", "--book", tmp_path / "n.pdf", "--name", "A", "--json")
    assert (ran.code, ran.failure["facts"]["endings"]) == (4, [".scb"])
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_key_file_is_said_to_be_damaged(cli, cell):
    cell.path.with_name(cell.path.name + ".keys").write_bytes(b"\xff{")
    ran = cli("book", "info")
    assert ran.code == 3
    assert "bị hỏng" in ran.err


def test_the_code_is_told_also_where_the_sheet_cannot_be_written(cli, tmp_path):
    (tmp_path / "tệp").write_bytes(b"")
    path, sheet = tmp_path / "n.scb", tmp_path / "tệp" / "mã.pdf"
    ran = cli("book", "create", "--book", path, "--name", "A", "--recovery-sheet", sheet, "--json")
    assert (ran.code, ran.failure["error"]) == (4, "FolderReadOnly")
    cli.variables["SOCHIBO_RECOVERY"] = ran.data["recovery_code"]
    cli.variables["SOCHIBO_NEW_PASSPHRASE"] = "mật khẩu mới"
    assert cli.done("book", "recover", "--book", path) == {"changed": True}
