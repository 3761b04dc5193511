import json
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import limits, strictjson
from qtapp.domain.errors import BundleDamaged, BundleTooLarge

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8")),
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.lists(scalars)))
def test_plain_values_come_back(value):
    assert strictjson.loads(strictjson.dumps(value), "here") == value
    assert strictjson.loads(json.dumps(value).encode(), "here") == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[",
        b"\xff",
        b"\xef\xbb\xbf[]",
        b"[NaN]",
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b"[9223372036854775808]",
        b"[-9223372036854775809]",
        b"[" + b"1" * 100_000 + b"]",
        b'{"a":1,"a":1}',
        b'[{"b":{"a":1,"c":2,"a":1}}]',
        b'{"\\ud800":1}',
        b'["\\ud800"]',
        b"[1] x",
    ],
)
def test_ambiguous_json_is_refused(text):
    with pytest.raises(BundleDamaged) as caught:
        strictjson.loads(text, "here")
    assert caught.value.at == "here"


@pytest.mark.parametrize("depth", [limits.DEPTH + 1, 100_000])
@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"a":', b"}")])
def test_deep_nesting_is_refused(depth, brackets):
    opening, closing = brackets
    with pytest.raises(BundleTooLarge) as caught:
        strictjson.loads(opening * depth + b"1" + closing * depth, "here")
    assert caught.value.limit == "depth"


def test_the_deepest_nesting_allowed_is_read():
    text = b"[" * limits.DEPTH + b"1" + b"]" * limits.DEPTH
    assert json.loads(text) == strictjson.loads(text, "here")


@given(st.binary(max_size=60))
def test_random_bytes_are_json_or_refused(data):
    with suppress(BundleDamaged):
        assert strictjson.dumps(strictjson.loads(data, "here"))
