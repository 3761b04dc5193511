from itertools import pairwise

import pytest

from qtapp.domain.errors import BundleOutOfScope
from qtapp.store.changes import Changes, Context, KnownWriter
from tests.make import UNIT, a_member, a_store, a_writer, an_id, reopened

OTHER = an_id(2)


def known(writer, unit=OTHER, seq=0):
    return KnownWriter(
        n=0, id=writer, unit=unit, device="", app="0.0", opened="2026-11-20", clock_ok=True, seq=seq
    )


@pytest.fixture
def writer():
    return a_writer()


@pytest.fixture
def store(tmp_path, writer):
    opened = a_store(tmp_path, writer=writer)
    yield opened
    opened.close()


def test_the_vector_counts_the_commits_of_each_run(store, writer):
    changes = Changes(store)
    assert changes.vector([UNIT]) == {}
    store.members.put(a_member())
    store.members.put(a_member())
    assert changes.vector([UNIT]) == {writer.id: 2}
    assert changes.vector([OTHER]) == {}
    (found,) = changes.writers([UNIT])
    assert (found.id, found.unit, found.app, found.clock_ok) == (writer.id, UNIT, "0.0", True)


def test_a_writer_of_elsewhere_is_held_only_as_far_as_it_was_received(store):
    changes = Changes(store)
    with store.transaction():
        numbers = changes.register([known(an_id(70), seq=9)])
        assert changes.register([known(an_id(70), seq=9)]) == numbers
    assert changes.vector([OTHER]) == {}
    with store.transaction():
        changes.advance({an_id(70): 5})
        changes.advance({an_id(70): 3})
    assert changes.vector([OTHER]) == {an_id(70): 5}


def test_a_writer_may_not_change_its_unit(store, writer):
    changes = Changes(store)
    store.members.put(a_member())

    def claim():
        with store.transaction():
            changes.register([known(writer.id, OTHER)])

    with pytest.raises(BundleOutOfScope):
        claim()


def test_a_run_knows_what_the_book_held_when_it_began(tmp_path):
    first, second = a_writer(), a_writer()
    store = a_store(tmp_path, writer=first)
    store.members.put(a_member())
    store = reopened(store, writer=second)
    store.members.put(a_member())
    store = reopened(store, writer=first)
    store.members.put(a_member())
    changes = Changes(store)
    assert changes.knew(second.id, 1, first.id, 1)
    assert not changes.knew(second.id, 1, first.id, 2)
    assert not changes.knew(first.id, 1, second.id, 1)
    assert changes.knew(first.id, 2, second.id, 1)
    assert changes.knew(first.id, 2, first.id, 1)
    assert not changes.knew(first.id, 1, first.id, 2)
    contexts = changes.contexts(UNIT, {})
    assert [(each.writer, each.from_seq, dict(each.vector)) for each in contexts] == [
        (first.id, 2, {second.id: 1}),
        (second.id, 1, {first.id: 1}),
    ]
    numbers = dict(store.fetch("SELECT id, n FROM writers"))
    held = {first.id: 2, second.id: 1}
    assert changes.contexts(UNIT, held) == []
    assert [each.writer for each in changes.contexts(UNIT, held, [numbers[first.id]])] == [first.id]
    store.close()


def test_a_context_only_ever_grows(store):
    changes = Changes(store)
    one, other, third = an_id(70), an_id(71), an_id(72)
    with store.transaction():
        numbers = changes.register([known(one), known(other), known(third)])
        changes.learn([Context(writer=one, from_seq=1, vector={other: 4})], numbers)
        changes.learn([Context(writer=one, from_seq=1, vector={other: 2, third: 1})], numbers)
    (found,) = changes.contexts(OTHER, {})
    assert dict(found.vector) == {other: 4, third: 1}
    assert changes.knew(one, 7, other, 4)
    assert not changes.knew(one, 7, other, 5)


def test_what_was_seen_reaches_back_through_any_number_of_runs(store):
    changes = Changes(store)
    runs = [an_id(100 + place) for place in range(130)]
    aside, whole_only = an_id(90), an_id(91)
    with store.transaction():
        numbers = changes.register(known(each) for each in (*runs, aside, whole_only))
        links = [
            Context(writer=late, from_seq=2, vector={early: 5}, part=place == 40)
            for place, (early, late) in enumerate(pairwise(runs))
        ]
        changes.learn([*links, Context(writer=runs[3], from_seq=1, vector={aside: 1})], numbers)
    last = runs[-1]
    assert changes.knew(last, 2, runs[0], 5)
    assert not changes.knew(last, 2, runs[0], 6)
    assert not changes.knew(last, 1, runs[0], 1)
    assert changes.knew(last, 9, aside, 1)
    assert not changes.knew(runs[2], 9, aside, 1)
    assert not changes.knew(runs[0], 9, last, 1)
    # What one of them had seen in part only says nothing of registers that never leave a unit.
    assert changes.knew(last, 2, runs[41], 5, whole=True)
    assert not changes.knew(last, 2, runs[40], 5, whole=True)
