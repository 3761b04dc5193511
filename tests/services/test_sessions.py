import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from qtapp.domain.errors import Invalid
from qtapp.domain.sessions import AgendaKind
from qtapp.services.sessions import Caution, _overlap
from tests.make import a_session, a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    return a_wave_in(cell)


def cautions(cell, session, expected=20):
    return {each.caution: each.figure for each in cell.sessions.cautions(session, expected)}


def agenda(cell, session, *items):
    return cell.sessions.save_agenda(
        session.id,
        [
            cell.sessions.new_item(session.id, name, kind=kind, minutes=minutes)
            for name, kind, minutes in items
        ],
    )


def test_sessions_come_in_order_of_time_and_undated_ones_last(cell, wave):
    late = a_session_in(cell, wave, "Chiều", starts_at="2026-11-18T14:00")
    some_day = a_session_in(cell, wave, "Chưa xếp", starts_at="")
    early = a_session_in(cell, wave, "Sáng", starts_at="2026-11-18T07:30")
    expected = [early.id, late.id, some_day.id]
    assert [each.id for each in cell.sessions.of(wave.id)] == expected
    assert [each.id for each in cell.sessions.all()] == expected


def test_the_next_session_is_like_the_last_but_for_its_day(cell, wave):
    assert cell.sessions.like_last(wave.id, "Buổi 1")[1] == ""
    a_session_in(cell, wave, starts_at="2026-10-03T07:15", venue="Hội trường", minutes=120)
    a_session_in(cell, wave, starts_at="", venue="Sân đình")
    made, clock = cell.sessions.like_last(wave.id, "Buổi 3")
    assert (made.venue, made.minutes, made.starts_at, clock) == ("Hội trường", 120, "", "07:15")


def test_a_session_needs_a_name_and_a_sound_time(cell, wave):
    with pytest.raises(Invalid):
        cell.sessions.save(cell.sessions.new(wave.id, ""))
    with pytest.raises(Invalid) as caught:
        cell.sessions.save(cell.sessions.new(wave.id, "Buổi 1", starts_at="7h30"))
    assert caught.value.field == "starts_at"
    assert cell.sessions.all() == []


def test_the_agenda_is_kept_whole_in_its_order(cell, wave):
    session = a_session_in(cell, wave)
    items = agenda(
        cell,
        session,
        ("Truyền đạt", AgendaKind.PRESENTATION, 60),
        ("Thảo luận", AgendaKind.DISCUSSION, 30),
    )
    assert [item.position for item in items] == [1, 2]
    kept = cell.sessions.save_agenda(session.id, [items[1]])
    assert [(item.name, item.position) for item in cell.sessions.agenda(session.id)] == [
        ("Thảo luận", 1)
    ]
    assert kept == cell.sessions.agenda(session.id)


def test_a_wrong_item_keeps_the_agenda_as_it_was(cell, wave):
    session = a_session_in(cell, wave)
    before = agenda(cell, session, ("Truyền đạt", AgendaKind.PRESENTATION, 60))
    with pytest.raises(Invalid):
        agenda(cell, session, ("Mới", AgendaKind.OTHER, 10), ("Sai", AgendaKind.OTHER, -1))
    assert cell.sessions.agenda(session.id) == before


def test_a_good_session_needs_no_caution(cell, wave):
    session = a_session_in(cell, wave, minutes=120, capacity=30)
    agenda(
        cell,
        session,
        ("Truyền đạt", AgendaKind.PRESENTATION, 80),
        ("Thảo luận", AgendaKind.DISCUSSION, 40),
    )
    assert cautions(cell, session) == {}


def test_a_small_hall_says_how_many_sessions_would_fit(cell, wave):
    session = a_session_in(cell, wave, minutes=120, capacity=30)
    assert cautions(cell, session, 30) == {}
    assert cautions(cell, session, 31) == {Caution.SMALL_HALL: 2}
    assert cautions(cell, session, 91) == {Caution.SMALL_HALL: 4}


def test_a_short_or_overfull_session_or_one_without_talk_is_cautioned(cell, wave):
    session = a_session_in(cell, wave, minutes=60)
    agenda(
        cell,
        session,
        ("Truyền đạt", AgendaKind.PRESENTATION, 90),
        ("Hỏi đáp", AgendaKind.QUESTIONS, 10),
    )
    assert cautions(cell, session) == {
        Caution.SHORT: 60,
        Caution.OVERFULL: 100,
        Caution.LITTLE_DISCUSSION: 10,
    }


def test_two_sessions_at_one_time_are_cautioned(cell, wave):
    one = a_session_in(cell, wave, "A", starts_at="2026-11-18T07:30", minutes=120)
    a_session_in(cell, wave, "B", starts_at="2026-11-18T09:00", minutes=90)
    a_session_in(cell, wave, "C", starts_at="2026-11-18T09:30", minutes=90)
    a_session_in(cell, wave, "D", starts_at="2026-11-19T08:00", minutes=90)
    assert cautions(cell, one) == {Caution.DOUBLE_BOOKED: 1}
    assert cautions(cell, replace(one, starts_at="")) == {}


times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02d}:{t[1]:02d}")


@given(times, times, st.integers(1, 300), st.integers(1, 300))
def test_overlapping_is_mutual(one, other, minutes, other_minutes):
    a = a_session(starts_at=f"2026-11-18T{one}", minutes=minutes)
    b = a_session(starts_at=f"2026-11-18T{other}", minutes=other_minutes)
    assert _overlap(a, b) == _overlap(b, a)
    assert _overlap(a, a)


def test_a_removed_session_comes_back_with_its_agenda(cell, wave):
    session = a_session_in(cell, wave)
    agenda(cell, session, ("Truyền đạt", AgendaKind.PRESENTATION, 60))
    cell.sessions.remove(session.id)
    assert cell.sessions.all() == []
    cell.sessions.restore(session.id)
    assert cell.sessions.get(session.id) == session
    assert len(cell.sessions.agenda(session.id)) == 1
