from qtapp.domain.errors import UpdateError
from qtapp.domain.update_errors import UpdateNotNewer, UpdateUntrusted
from qtapp.wording.failures import sentence


def test_both_versions_are_named():
    happened, _ = sentence(UpdateNotNewer("1.0.0", "1.2.0"))
    assert "1.0.0" in happened
    assert "1.2.0" in happened


def test_a_foreign_signature_is_never_to_be_run():
    assert "Không chạy" in sentence(UpdateUntrusted("x.exe"))[1]


def test_a_kind_without_a_sentence_has_one():
    assert all(sentence(UpdateError()))
