import contextlib

import pytest

from qtapp.domain.errors import AppError, Cancelled, StoreDamaged, StoreError, WrongRecoveryCode


def families(kind=AppError):
    for each in kind.__subclasses__():
        yield each
        yield from families(each)


def test_a_failure_carries_facts_and_passes_through_a_context_manager():
    @contextlib.contextmanager
    def through():
        yield

    with pytest.raises(StoreError) as caught, through():
        raise StoreDamaged("page 7")
    assert caught.value.detail == "page 7"
    assert WrongRecoveryCode().group == 0


def test_two_failures_with_the_same_facts_are_two_failures():
    assert StoreDamaged("x") != StoreDamaged("x")
    assert len({StoreDamaged("x"), StoreDamaged("x")}) == 2


def test_every_failure_says_what_it_means():
    found = list(families())
    assert Cancelled in found
    assert len(found) > 30
    assert [each.__name__ for each in found if not each.__doc__] == []
