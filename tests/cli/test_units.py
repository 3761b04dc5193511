def test_units_are_added_below_the_books_own_or_another(cli, committee):
    made = cli.done(
        "unit", "add", "Đảng bộ trường học", "--kind", "committee", "--level", "bộ phận"
    )
    below = cli.done("unit", "add", "Chi bộ Mầm non", "--parent", "đảng bộ trường học")
    assert below["parent"] == made["id"]
    names = [unit["name"] for unit in cli.done("unit", "list")]
    assert names == [
        "Đảng ủy xã Suối Mẫu",
        "Chi bộ thôn Nà Mẫu",
        "Chi bộ thôn Khuổi Mẫu",
        "Đảng bộ trường học",
        "Chi bộ Mầm non",
    ]
    assert "Chi bộ Mầm non" in cli("unit", "list").out


def test_an_unknown_parent_is_not_found(cli, committee):
    ran = cli("unit", "add", "Chi bộ", "--parent", "Đảng bộ lạ")
    assert ran.code == 1
    assert "Tổ chức đảng" in ran.err


def test_a_unit_without_a_name_is_refused(cli, committee):
    assert cli("unit", "add", " ").code == 1


def test_a_unit_moves_from_one_committee_to_another(cli, committee, tmp_path):
    path = tmp_path / "giới thiệu.cbgt"
    made = cli.done("unit", "introduce", "Chi bộ thôn Nà Mẫu", "-o", path, "--leave")
    assert "Chi bộ thôn Nà Mẫu" not in cli("unit", "list").out
    assert cli("unit", "take-over", path, "--code", "0").code == 6
    (taken,) = cli.done("unit", "take-over", path, "--code", made["code"])
    assert taken["id"] == made["unit"]
    assert "Chi bộ thôn Nà Mẫu" in cli("unit", "list").out


def test_a_cell_has_no_units_below_it(cli, cell):
    ran = cli("unit", "add", "Tổ đảng", "--json")
    assert (ran.code, ran.failure["facts"]["field"]) == (1, "parent")
    assert len(cli.done("unit", "list")) == 1


def test_no_unit_is_added_below_a_cell(cli, committee):
    assert cli("unit", "add", "Tổ đảng", "--parent", "Chi bộ thôn Nà Mẫu").code == 1
    assert len(cli.done("unit", "list")) == 3
