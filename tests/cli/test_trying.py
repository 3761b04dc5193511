import json


def test_the_demonstration_prints_a_short_account(cli, tmp_path):
    ran = cli("demo", tmp_path / "thử")
    assert ran.code == 0
    assert "Mật khẩu của cả 4 sổ: " in ran.out
    assert "Chi bộ thôn Nà Lạnh: 13/13 đảng viên đã học" in ran.out
    assert len(ran.out.splitlines()) < 40
    book = next((tmp_path / "thử" / "Sổ").glob("Đảng*.scb"))
    cli.variables["SOCHIBO_PASSPHRASE"] = "suối mẫu trong xanh"
    assert cli.done("book", "info", "--book", book)["kind"] == "committee"


def test_the_account_is_json_when_asked(cli, tmp_path):
    said = cli.done("demo", tmp_path / "thử")
    assert len(said["books"]) == 4
    assert sum(each["members"] for each in said["units"].values()) == said["total"]["members"]


def test_a_folder_that_holds_something_is_refused(cli, tmp_path):
    (tmp_path / "thư.txt").write_bytes(b"")
    assert cli("demo", tmp_path).code == 4


def test_the_self_test_is_one_line_of_json(cli):
    ran = cli("selftest")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert json.loads(ran.out)["ok"] is True


def test_a_self_test_with_a_fault_ends_with_one(cli, monkeypatch):
    monkeypatch.setattr("qtapp.selftest._MODULES", ("không_có",))
    assert cli("selftest").code == 1
