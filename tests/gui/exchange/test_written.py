from pathlib import Path

from qtapp.gui.exchange.written import said_of_made

USB = Path("/USB")


def files(of: int, parts: int) -> list[Path]:
    return [USB / f"CB{of}-p{number}of{parts}.cbdl" for number in range(1, parts + 1)]


def test_a_bundle_of_one_file_is_named(qtbot):
    tone, said = said_of_made([files(1, 1)])
    assert (tone, said) == ("good", f"Đã ghi tệp CB1-p1of1.cbdl vào {USB}. Có thể rút USB.")


def test_every_part_of_a_bundle_is_named(qtbot):
    _, said = said_of_made([files(1, 3)])
    assert "3 tệp" in said
    assert all(each.name in said for each in files(1, 3))
    assert "…" in said_of_made([files(1, 9)])[1]


def test_of_several_bundles_the_files_are_counted(qtbot):
    assert "2 gói" in said_of_made([files(1, 1), files(2, 1)])[1]
    assert "4 tệp" in said_of_made([files(1, 1), files(2, 3)])[1]


def test_nothing_written_is_no_success(qtbot):
    assert said_of_made([])[0] == "note"
