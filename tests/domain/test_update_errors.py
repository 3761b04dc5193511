from qtapp.domain.errors import AppError, UpdateError
from qtapp.domain.update_errors import UpdateDamaged, UpdateNotHere, UpdateNotNewer


def test_every_kind_is_of_one_family_and_carries_its_facts():
    assert issubclass(UpdateError, AppError)
    assert isinstance(UpdateNotHere(), UpdateError)
    assert UpdateDamaged("x.exe").path == "x.exe"
    assert UpdateNotNewer("1.0.0", "1.2.0").running == "1.2.0"
