import pytest

from qtapp.bundle import part
from qtapp.domain.errors import Cancelled, FileUnreadable, NotABundle
from qtapp.services import arriving
from qtapp.services.arriving import File, arrived, is_ours, may_be_for, read_in_groups
from qtapp.services.environment import silent


def a_bundle(to: str = "", size: int = 40) -> bytes:
    (data,) = part.split(bytes(size), part.Facts(id="a" * 32, kind="up", to=to))
    return data


def lay_out(folder, *contents: bytes):
    paths = [folder / f"{place}.cbdl" for place in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def test_files_are_read_in_groups_of_bounded_number(tmp_path, monkeypatch):
    monkeypatch.setattr(arriving, "_TOGETHER", 3)
    paths = lay_out(tmp_path, *[a_bundle()] * 7)
    told = []
    groups = list(read_in_groups(paths, lambda *at: told.append(at)))
    assert [[each.name for each in group] for group in groups] == [
        ["0.cbdl", "1.cbdl", "2.cbdl"],
        ["3.cbdl", "4.cbdl", "5.cbdl"],
        ["6.cbdl"],
    ]
    assert told == [(place, 7) for place in range(8)]


def test_files_are_read_in_groups_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr(arriving, "_TOGETHER_BYTES", 1_000)
    paths = lay_out(tmp_path, a_bundle(size=400), a_bundle(size=700), a_bundle(size=5_000))
    groups = [[each.name for each in group] for group in read_in_groups(paths, silent)]
    assert groups == [["0.cbdl", "1.cbdl"], ["2.cbdl"]]


def test_a_file_that_is_none_of_ours_has_ended_and_keeps_its_place(tmp_path):
    (first, last) = lay_out(tmp_path, a_bundle(), a_bundle())
    photo = tmp_path / "ảnh.jpg"
    photo.write_bytes(b"\xff\xd8\xff" * 10)
    (group,) = read_in_groups([first, photo, tmp_path / "không có", last], silent)
    assert [isinstance(each, File) for each in group] == [True, False, False, True]
    assert [type(each.reason) for each in group[1:3]] == [NotABundle, FileUnreadable]
    assert group[0].digest == group[3].digest == arrived("x", a_bundle()).digest


def test_whoever_stops_it_gets_what_was_read(tmp_path):
    paths = lay_out(tmp_path, *[a_bundle()] * 4)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    groups = read_in_groups(paths, stop)
    assert [each.name for each in next(groups)] == ["0.cbdl", "1.cbdl"]
    with pytest.raises(Cancelled):
        next(groups)


def test_a_bundle_for_somebody_else_is_told_by_its_header():
    assert may_be_for(a_bundle(to="0123abcd"), {"0123abcd"})
    assert may_be_for(a_bundle(), {"0123abcd"})
    assert not may_be_for(a_bundle(to="ffffffff"), {"0123abcd"})
    assert may_be_for(a_bundle(to="ffffffff")[:-5], {"0123abcd"})


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (b"\x89CBDL\r\n\x1a", True),
        (b"\x89CBDL\n\x1a..", True),
        (b"\xff\xd8\xff", False),
        (b"", False),
    ],
)
def test_ours_are_known_by_their_first_bytes(head, wanted):
    assert is_ours(head) is wanted
