import pytest

from qtapp.bundle import keys
from qtapp.domain.errors import BundleDamaged


def test_keys_survive_their_text():
    device = keys.generate(bytes(range(32)))
    assert keys.from_text(device.to_text()) == device


def test_keys_do_not_show_their_secrets():
    device = keys.generate(bytes(range(32)))
    assert device.age_identity not in repr(device)
    assert repr(device.signing_seed) not in repr(device)


def test_the_same_seed_gives_the_same_signing_key_and_a_new_age_identity():
    one, other = keys.generate(bytes(32)), keys.generate(bytes(32))
    assert one.public == other.public
    assert one.recipient != other.recipient


def test_a_signature_fits_its_message_and_key_only():
    device = keys.generate(bytes(32))
    signature = device.sign(b"message")
    assert keys.is_signed(device.public, b"message", signature)
    assert not keys.is_signed(device.public, b"massage", signature)
    assert not keys.is_signed(keys.public_key(b"1" * 32), b"message", signature)
    assert not keys.is_signed(device.public, b"message", signature[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"v":1,"sign":"AA==","age":"AGE-SECRET-KEY-1"}',
        '{"v":1,"sign":"?","age":""}',
        '{"v":1,"sign":"' + "A" * 43 + '=","age":"AGE-SECRET-KEY-1"}',
        '{"v":2,"sign":"","age":""}',
    ],
)
def test_a_text_that_holds_no_keys_is_refused(text):
    with pytest.raises(BundleDamaged) as caught:
        keys.from_text(text)
    assert caught.value.at == "keys"
