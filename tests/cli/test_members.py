import pytest
from msgspec.structs import replace

from qtapp.cli.terminal import Terminal
from qtapp.paths import resource


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        path = tmp_path / "ds.csv"
        lines = [f"{number},{row}" for number, row in enumerate(rows, 1)]
        head = "STT,Họ và tên,Ngày sinh,Số thẻ Đảng,Chi bộ"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        return path

    return write


def test_members_are_listed_by_given_name(cli, cell):
    assert [each["full_name"] for each in cli.done("members", "list")][:2] == [
        "Lê Minh Ánh",
        "Phạm Quốc Bảo",
    ]
    lines = cli("members", "list").out.splitlines()
    assert lines[0].split()[:3] == ["Mã", "Họ", "và"]
    assert len(lines) == 7


def test_a_card_number_shows_its_last_digits_only_unless_asked_for(cli, cell):
    member = cell.members.all()[0]
    cell.members.save(replace(member, card_number="123456789012"))
    assert "123456789012" not in cli("members", "list").out
    assert "••••••••9012" in cli("members", "list").out
    assert "123456789012" not in cli("members", "list", "--json").out
    assert cli.done("members", "list")[0]["card_number"] == "••••••••9012"
    assert "123456789012" in cli("members", "list", "--full").out
    assert cli.done("members", "list", "--full")[0]["card_number"] == "123456789012"


def test_an_import_that_nobody_confirms_writes_nothing(cli, cell, sheet):
    ran = cli("members", "import", sheet("Mã Thị Sen,1980,1,"))
    assert ran.code == 0
    assert "thêm mới: 1" in ran.out
    assert "Chưa ghi gì" in ran.out
    assert len(cell.members.all()) == 6


def test_an_import_confirmed_by_option_or_at_the_terminal_writes(cli, cell, sheet, monkeypatch):
    said = cli.done("members", "import", sheet("Mã Thị Sen,1980,1,"), "--yes")
    assert (said["written"], said["actions"]["add"]) == (1, 1)
    monkeypatch.setattr(Terminal, "confirms", lambda self, question: True)
    assert "Đã ghi 1 đảng viên" in cli("members", "import", sheet("Lò Văn Tài,1975,2,")).out
    assert len(cell.members.all()) == 8


def test_importing_again_has_nothing_to_write(cli, cell, sheet):
    path = sheet("Mã Thị Sen,1980,1,")
    cli("members", "import", path, "--yes")
    assert "Không có gì cần ghi" in cli("members", "import", path, "--yes").out


def test_a_wrong_row_stops_the_import_with_its_line(cli, cell, sheet):
    path = sheet("Mã Thị Sen,31/02/1980,1,", "Lò Văn Tài,1975,2,")
    ran = cli("members", "import", path, "--yes")
    assert ran.code == 5
    assert "Dòng 2" in ran.err
    assert len(cell.members.all()) == 6
    failure = cli("members", "import", path, "--yes", "--json").failure
    assert failure["facts"]["problems"] == [{"line": 2, "field": "birth", "reason": "not_a_date"}]
    assert cli.done("members", "import", path, "--yes", "--skip-bad")["written"] == 1


def test_one_cells_rows_come_out_of_the_list_of_the_commune(cli, cell):
    path = resource("sample/danh-sach-dang-vien-mau.xlsx")
    said = cli.done("members", "import", path, "--cell", "Chi bộ thôn Khuổi Mới", "--yes")
    assert said["written"] == 12


def test_a_file_that_is_no_list_ends_with_five(cli, cell, tmp_path):
    (tmp_path / "x.csv").write_text("xin chào\n", encoding="utf-8")
    assert cli("members", "import", tmp_path / "x.csv").code == 5
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04")
    assert cli("members", "import", tmp_path / "x.xlsx").code == 5
    assert cli("members", "import", tmp_path / "không có.xlsx").code == 4


def test_what_becomes_of_known_people_is_chosen(cli, cell, sheet):
    cli("members", "import", sheet("Mã Thị Sen,1980,1,"), "--yes")
    path = sheet("Mã Thị Sen,02/05/1980,,")
    said = {known: cli.done("members", "import", path, "--known", known) for known in KNOWN}
    assert {known: each["actions"] for known, each in said.items()} == {
        "update": counted(update=1),
        "skip": counted(skip=1),
        "add": counted(add=1),
    }


KNOWN = ("update", "skip", "add")


def counted(**some):
    return {name: some.get(name, 0) for name in ("add", "update", "same", "skip", "problem")}


def test_an_import_is_taken_back(cli, cell, sheet):
    assert cli("members", "undo-import").code == 1
    cli("members", "import", sheet("Mã Thị Sen,1980,1,"), "--yes")
    assert "Đã bỏ 1 đảng viên mới nhập" in cli("members", "undo-import").out
    assert len(cell.members.all()) == 6


def test_columns_are_told_by_hand_and_kept(cli, cell, tmp_path):
    path = tmp_path / "lạ.csv"
    path.write_text("Một,Hai,Ba\nx,Mã Thị Sen,1980\n", encoding="utf-8")
    columns = ("--column", "2=full_name", "--column", "3=birth")
    found = cli.done("members", "import", path, *columns, "--save-profile", "Danh sách xã")
    assert (found["rows"][0]["name"], found["left_out"]) == ("Mã Thị Sen", ["Một"])
    assert cli.done("members", "import", path)["rows"][0]["name"] == "Mã Thị Sen"
    assert "Danh sách xã" in cli("members", "profiles").out
    assert cli("members", "import", path, "--profile", "khác").code == 1
    assert cli.done("members", "profiles", "--forget", "danh sach xa") == []
    for wrong in ("x=full_name", "0=birth", "2=lạ", "2"):
        assert cli("members", "import", path, "--column", wrong).code == 2


def test_the_register_is_exported(cli, cell, tmp_path):
    path = tmp_path / "ds.xlsx"
    assert cli.done("members", "export", "-o", path)["written"] == 6
    assert cli.done("members", "import", path)["actions"]["same"] == 6
