import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.reasons import Reason
from qtapp.domain.units import UnitKind
from qtapp.services.book import accept_invitation, create_book
from qtapp.services.units import line_of_superior
from tests.make import PASSPHRASE, an_environment, an_id
from tests.services.pairs import a_pair


def test_a_new_book_knows_its_unit_and_letterhead(cell):
    own = cell.units.own()
    assert (own.name, own.kind, own.symbol) == ("Chi bộ thôn Suối Mẫu", UnitKind.CELL, "CB")
    assert cell.units.profile().own_line == "CHI BỘ THÔN SUỐI MẪU"
    assert not cell.units.is_committee()


def test_a_tree_of_any_depth_lists_parents_before_children(committee):
    units = committee.units
    branch = units.add("Đảng bộ bộ phận Trường học", UnitKind.COMMITTEE, level="đảng bộ bộ phận")
    inner = units.add("Đảng bộ cụm", UnitKind.COMMITTEE, parent=branch.id)
    leaf = units.add("Chi bộ Trường Mẫu giáo", parent=inner.id)
    ordered = [unit.id for unit in units.subordinates()]
    assert ordered.index(branch.id) < ordered.index(inner.id) < ordered.index(leaf.id)
    assert [unit.name for unit in units.cells()] == [
        "Chi bộ thôn Nà Mẫu",
        "Chi bộ thôn Khuổi Mẫu",
        "Chi bộ Trường Mẫu giáo",
    ]


def test_a_unit_below_itself_is_refused(committee):
    units = committee.units
    branch = units.add("Đảng bộ bộ phận", UnitKind.COMMITTEE)
    leaf = units.add("Đảng bộ con", UnitKind.COMMITTEE, parent=branch.id)
    with pytest.raises(Invalid):
        units.save(replace(branch, parent=leaf.id))
    with pytest.raises(Invalid):
        units.save(replace(branch, parent=branch.id))
    assert units.get(branch.id).parent == units.own().id


def test_a_unit_without_a_name_is_refused(committee):
    with pytest.raises(Invalid):
        committee.units.add("  ")
    with pytest.raises(Invalid):
        committee.units.save(replace(committee.units.cells()[0], name=" "))


def test_a_closed_unit_is_no_longer_listed_but_still_known(committee):
    ended = committee.units.cells()[0]
    committee.units.close(ended.id)
    assert ended.id not in {unit.id for unit in committee.units.subordinates()}
    assert committee.units.get(ended.id).closed
    with pytest.raises(NotFound):
        committee.units.close(an_id(404))


def test_a_changed_letterhead_is_kept(cell):
    cell.units.save_profile(replace(cell.units.profile(), place="Suối Mẫu"))
    assert cell.units.profile().place == "Suối Mẫu"


def test_a_unit_without_a_letterhead_has_that_of_its_name_and_kind(committee):
    other = committee.units.cells()[0]
    profile = committee.units.profile(other.id)
    assert (profile.unit, profile.own_line) == (other.id, other.name.upper())
    assert profile.authority == "T/M CHI BỘ"


def test_a_name_too_long_is_refused_and_the_book_stays_readable(committee):
    units = committee.units
    for attempt in (
        lambda: units.add("x" * 501),
        lambda: units.save(replace(units.cells()[0], name="x" * 501)),
        lambda: units.save_profile(replace(units.profile(), place="x" * 501)),
    ):
        with pytest.raises(Invalid) as caught:
            attempt()
        assert caught.value.reason is Reason.TOO_LONG
    assert len(units.cells()) == 2
    assert units.profile().place == ""


def test_a_book_for_a_unit_with_too_long_a_name_is_not_made(tmp_path):
    with pytest.raises(Invalid) as caught:
        create_book(tmp_path / "sổ.scb", PASSPHRASE, "x" * 501, UnitKind.CELL, an_environment())
    assert (caught.value.field, caught.value.reason) == ("name", Reason.TOO_LONG)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Đảng ủy xã Suối Mẫu", "ĐẢNG BỘ XÃ SUỐI MẪU"),
        ("Đảng uỷ phường Đông Kinh", "ĐẢNG BỘ PHƯỜNG ĐÔNG KINH"),
        ("Tỉnh ủy Mẫu", "TỈNH ỦY MẪU"),
    ],
)
def test_the_line_above_names_the_organisation_of_the_committee(name, line):
    assert line_of_superior(name) == line


def test_what_was_said_at_joining_never_beats_a_letterhead_that_comes_back(tmp_path):
    pair = a_pair(tmp_path)
    own = pair.cell.units.profile()
    pair.cell.units.save_profile(replace(own, place="Nà Lạnh", signer_name="Nông Văn Bằng"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    pair.cell.close()
    letter = tmp_path / "thay máy" / "thư mời.cbmoi"
    letter.parent.mkdir()
    code = pair.commune.exchange.invite(pair.unit, letter)
    files = pair.commune.exchange.make_down(tmp_path / "xuống")
    new, _ = accept_invitation(
        letter, code, tmp_path / "mới.scb", PASSPHRASE, an_environment(), place="Suối Mẫu"
    )
    assert new.units.profile().place == "Suối Mẫu"
    for file in files:
        new.exchange.receive(file)
    head = new.units.profile()
    assert (head.place, head.signer_name) == ("Nà Lạnh", "Nông Văn Bằng")
    new.close()
    pair.commune.close()
