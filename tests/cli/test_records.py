import json

from qtapp.domain.catalogue import RECORDS


def test_kinds_and_schemas_need_no_book(cli):
    assert [each["table"] for each in cli.done("records", "list")] == [r.table for r in RECORDS]
    schema = cli.done("records", "schema", "members")
    assert "full_name" in schema["$defs"]["Member"]["properties"]
    assert json.loads(cli("records", "schema", "members").out) == schema
    assert cli("records", "schema", "lạ").code == 1


def test_records_go_out_and_come_in_whole(cli, cell, tmp_path):
    path = tmp_path / "đảng viên.jsonl"
    assert cli.done("records", "export", "members", "-o", path)["written"] == 6
    before = cell.members.all()
    for member in before:
        cell.members.remove(member.id)
    assert cli.done("records", "import", "members", path) == {"written": 6}
    assert cell.members.all() == before
    lines = cli("records", "export", "members").out.splitlines()
    assert sorted(lines) == sorted(path.read_text(encoding="utf-8").splitlines())


def test_one_wrong_line_writes_nothing(cli, cell, tmp_path):
    path = tmp_path / "sai.jsonl"
    path.write_text('{"full_name": "Mã Thị Sen"}\n{"full_name": 7}\n', encoding="utf-8")
    ran = cli("records", "import", "members", path)
    assert ran.code == 5
    assert "Dòng 2" in ran.err
    assert len(cell.members.all()) == 6


def test_records_of_other_units_come_only_when_asked_for(cli, committee):
    assert len(cli("records", "export", "units").out.splitlines()) == 3
    assert len(cli("records", "export", "units", "--everyone").out.splitlines()) == 3


def test_a_missing_file_ends_with_four(cli, cell, tmp_path):
    assert cli("records", "import", "members", tmp_path / "không có.jsonl").code == 4


def test_every_wrong_line_is_named(cli, cell, tmp_path):
    path = tmp_path / "sai.jsonl"
    path.write_text('{"full_name": 7}\n' * 9, encoding="utf-8")
    said = cli("records", "import", "members", path).err
    assert all(f"Dòng {number}, " in said for number in range(1, 10))
    assert (
        len(cli("records", "import", "members", path, "--json").failure["facts"]["problems"]) == 9
    )


def test_an_unknown_kind_is_called_one(cli, cell, tmp_path):
    ran = cli("records", "schema", "nope")
    assert ran.code == 1
    assert ran.err.startswith("Không có loại bản ghi “nope”.")
    for verb in (("export", "nope"), ("import", "nope", tmp_path / "x.jsonl")):
        assert cli("records", *verb).err == ran.err


def test_what_the_app_writes_by_itself_is_said_to_be_so(cli, cell, tmp_path):
    path = tmp_path / "máy.jsonl"
    path.write_text("{}", encoding="utf-8")
    ran = cli("records", "import", "devices", path)
    assert ran.code == 1
    assert "do phần mềm tự ghi" in ran.err


def test_a_line_that_is_too_long_is_named_with_the_limit_of_a_line(cli, cell, tmp_path):
    path = tmp_path / "dài.jsonl"
    path.write_text("{}\n" + " " * (6 << 20) + "\n", encoding="utf-8")
    ran = cli("records", "import", "members", path)
    assert ran.code == 5
    assert ran.err.startswith("Dòng 2 dài quá: mỗi dòng chỉ nhận đến 4 MB.")


def test_with_json_the_records_are_one_document(cli, cell):
    lines = cli("records", "export", "members").out.splitlines()
    assert cli.done("records", "export", "members") == [json.loads(line) for line in lines]
    assert cli.done("records", "export", "waves") == []
    assert cli("records", "export", "waves").out == ""
