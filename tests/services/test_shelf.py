from functools import cached_property

from qtapp.services.shelf import Shelf


def test_every_service_can_be_taken_from_the_shelf_and_is_made_once(cell):
    names = [name for name, what in vars(Shelf).items() if isinstance(what, cached_property)]
    assert len(names) > 10
    assert all(getattr(cell, name) is getattr(cell, name) for name in names)
