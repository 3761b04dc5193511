import pytest
from hypothesis import assume, given, strategies as st

from qtapp.domain.errors import WrongRecoveryCode
from qtapp.domain.recovery import GROUPS, RANDOM_BYTES, read_recovery_code, recovery_code

randoms = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
letters = st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@given(randoms)
def test_a_code_reads_back_however_it_is_typed(random):
    code = recovery_code(random)
    assert [len(group) for group in code.split("-")] == [5] * GROUPS
    assert read_recovery_code(code) == code
    assert read_recovery_code(code.lower().replace("-", " ")) == code
    assert read_recovery_code(code.replace("-", "").replace("0", "O").replace("1", "l")) == code


@given(randoms, st.integers(0, 34), letters)
def test_one_wrong_letter_names_its_group(random, place, letter):
    code = recovery_code(random)
    spot = place + place // 5
    assume(code[spot] != letter)
    with pytest.raises(WrongRecoveryCode) as caught:
        read_recovery_code(code[:spot] + letter + code[spot + 1 :])
    assert caught.value.group == place // 5 + 1


@given(randoms, st.integers(0, GROUPS - 1), st.integers(0, 4), st.integers(0, 4))
def test_two_letters_of_a_group_swapped_are_noticed(random, group, one, other):
    code = recovery_code(random)
    letters = list(code)
    one, other = group * 6 + one, group * 6 + other
    assume(code[one] != code[other])
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    with pytest.raises(WrongRecoveryCode) as caught:
        read_recovery_code(swapped)
    assert caught.value.group == group + 1


@given(randoms, st.integers(0, GROUPS - 2))
def test_two_groups_swapped_are_noticed(random, group):
    groups = recovery_code(random).split("-")
    assume(groups[group] != groups[group + 1])
    groups[group], groups[group + 1] = groups[group + 1], groups[group]
    with pytest.raises(WrongRecoveryCode) as caught:
        read_recovery_code("-".join(groups))
    assert caught.value.group == group + 1


@pytest.mark.parametrize(("typed", "group"), [("", 1), ("ABC", 1), ("xin chào", 1), ("É" * 35, 1)])
def test_what_is_no_code_is_wrong_from_the_first_group(typed, group):
    with pytest.raises(WrongRecoveryCode) as caught:
        read_recovery_code(typed)
    assert caught.value.group == group


def test_a_code_cut_short_or_too_long_is_wrong():
    code = recovery_code(bytes(RANDOM_BYTES))
    for typed, group in ((code[:-6], 7), (code[:-1], 7), (code + "-00000", 7)):
        with pytest.raises(WrongRecoveryCode) as caught:
            read_recovery_code(typed)
        assert caught.value.group == group


@given(st.text(max_size=60))
def test_any_typing_is_read_or_refused(typed):
    try:
        code = read_recovery_code(typed)
    except WrongRecoveryCode as error:
        group = error.group
    else:
        group = 1
        assert read_recovery_code(code) == code
    assert 1 <= group <= GROUPS
