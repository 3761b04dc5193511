import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.proof.__main__ import machine, resumed
from tests.proof.profile import chosen
from tests.proof.scenarios import Player, playground, scenario

SEED = 20


@pytest.fixture(scope="module")
def player():
    with playground() as folder:
        yield Player(folder)


def test_no_edit_is_lost_whatever_happens_to_laptops_and_files(player):
    for number in range(chosen(120, 5_000)):
        player.play(*scenario(SEED, number))
    assert player.count.lost == 0
    assert player.count.edits > 3 * player.count.scenarios
    assert player.count.merged > 3 * player.count.scenarios


@settings(
    max_examples=chosen(25, 2_000),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(shape=st.integers(0, 255), steps=st.lists(st.integers(0, (1 << 32) - 1), max_size=24))
def test_no_edit_is_lost_in_what_hypothesis_thinks_of(player, shape, steps):
    player.play(shape, steps)


def test_a_long_run_goes_on_where_it_was_stopped(tmp_path):
    log = tmp_path / "sổ ghi"
    assert machine(2, SEED, log) == 0
    assert resumed(log, SEED) == (2, 0)
    assert machine(3, SEED, log) == 0
    assert resumed(log, SEED) == (3, 0)
    assert resumed(log, SEED + 1) == (0, 0)
    assert "lost 0" in log.read_text(encoding="utf-8")
