import pytest

from tests.proof.broken_rules import BROKEN
from tests.proof.scenarios import Player, playground, scenario

SEED = 6
MOST = 400
"""Scenarios, about half a minute, within which a broken rule must be noticed."""


@pytest.fixture(scope="module")
def player():
    with playground() as folder:
        yield Player(folder)


@pytest.mark.parametrize("breaking", BROKEN, ids=lambda each: each.__name__)
def test_a_broken_rule_is_noticed(player, monkeypatch, breaking):
    breaking(monkeypatch)
    first = BROKEN[breaking]
    numbers = range(first, first + MOST)
    failures = (player.failure(*scenario(SEED, number)) for number in numbers)
    assert next((each for each in failures if each is not None), None) is not None
