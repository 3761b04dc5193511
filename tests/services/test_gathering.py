from pathlib import Path

from msgspec.structs import replace

from qtapp.domain.conflicts import Conflict
from qtapp.domain.members import Member
from qtapp.services.gathering import Gathering
from qtapp.store.carried import Carried
from tests.make import an_id
from tests.services.pairs import a_pair


def test_only_rows_with_news_are_gathered(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=4)
    store = pair.cell._store
    ((number, seq),) = store.fetch("SELECT n, seq FROM writers WHERE seq > 0")
    one = pair.cell.members.all()[0]
    pair.cell.members.save(replace(one, gov_role="Trưởng bản"))
    gathering = Gathering(store)
    (every,) = gathering.rows(Member, pair.unit, None, all_columns=False)
    (fresh,) = gathering.rows(Member, pair.unit, {number: seq}, all_columns=False)
    assert (len(every.versions), list(fresh.data[0])) == (4, [one.id])
    assert "phone" not in every.columns
    assert gathering.rows(Member, pair.unit, {}, all_columns=False) == []


def test_rivals_go_along_however_old_but_not_those_of_fields_that_stay(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=1)
    store = pair.cell._store
    store.conflicts.put_all(
        Conflict(
            id=an_id(place),
            unit=pair.unit,
            subject_table=table,
            subject=an_id(9),
            register=register,
            value="{}",
        )
        for place, (table, register) in enumerate(
            [("members", "phone"), ("members", "deleted"), ("essay_texts", "deleted"), ("x", "y")]
        )
    )
    (up,) = Gathering(store).rows(Conflict, pair.unit, {}, all_columns=False)
    (across,) = Gathering(store).rows(Conflict, pair.unit, {}, all_columns=True)
    assert list(up.data[0]) == [an_id(1), an_id(3)]
    assert len(across.versions) == 4


def test_the_rows_that_rivals_are_about_go_along_without_news(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=3)
    store = pair.cell._store
    chosen = [each.id for each in pair.cell.members.all()]
    unit = store.unit_number(pair.unit)
    lines = {an_id(place): {"deleted": (9, 1, 2, {"deleted": 0})} for place in (5, 6)}
    Carried(store).put(unit, "verses", lines)
    about = (("members", chosen[0], "full_name"), ("members", chosen[1], "phone"))
    store.conflicts.put_all(
        Conflict(
            id=an_id(place),
            unit=pair.unit,
            subject_table=table,
            subject=subject,
            register=register,
            value="{}",
        )
        for place, (table, subject, register) in enumerate(
            [*about, ("verses", an_id(5), "deleted")]
        )
    )
    gathering = Gathering(store)
    also = gathering.disputed([pair.unit])
    (rows,) = gathering.rows(Member, pair.unit, {}, also=also, all_columns=False)
    (verses,) = gathering.strangers(pair.unit, {}, also=also)
    assert (list(rows.data[0]), list(verses.data[0])) == ([chosen[0]], [an_id(5)])


def test_rows_with_carried_columns_have_a_section_of_their_own(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=3)
    store = pair.cell._store
    unit = store.unit_number(pair.unit)
    chosen = pair.cell.members.all()[1].id
    song = {"song": (9, 1, 2, {"song": "Tiến quân ca"})}
    Carried(store).put(unit, "members", {chosen: song})
    Carried(store).put(unit, "verses", {an_id(5): {"deleted": (9, 1, 2, {"deleted": 0})}})
    found = Gathering(store).rows(Member, pair.unit, None, all_columns=True)
    assert sorted(len(each.versions) for each in found) == [1, 2]
    (own,) = (each for each in found if "song" in each.columns)
    assert (list(own.data[0]), own.fields[0]["song"]) == ([chosen], (9, 1, 2))
    (verses,) = Gathering(store).strangers(pair.unit, None)
    assert (verses.name, verses.columns) == ("verses", ["id", "deleted"])
