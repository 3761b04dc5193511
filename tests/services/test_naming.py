import pytest

from qtapp.services.naming import called


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"full_name": "Lò Thị Mẫu", "number": "1"}, "Lò Thị Mẫu"),
        ({"name": "", "number": "18-NQ/TW"}, "18-NQ/TW"),
        ({"content": "Làm đường"}, "Làm đường"),
        ({"member": "0" * 32}, ""),
        ({}, ""),
    ],
)
def test_a_record_is_called_by_the_first_name_it_has(cell, values, name):
    assert called(cell._store, values) == name


def test_a_record_without_a_name_is_called_by_its_member(cell):
    member = cell.members.all()[0]
    assert called(cell._store, {"member": member.id}) == member.full_name
