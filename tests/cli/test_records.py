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
