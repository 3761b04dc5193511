"""The recovery code: a random secret a person can write down, and type back with its errors found.

Seven groups of five characters of Crockford's alphabet (no I, L, O, U): four carry 20 bits, the fifth
checks the group and its place, so that the group with the slip can be named. 140 bits in all.
"""

from qtapp.domain.errors import WrongRecoveryCode

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
GROUPS = 7
_DATA = 4
_FIELD = 0b100101  # x^5 + x^2 + 1
RANDOM_BYTES = 18


def recovery_code(random: bytes) -> str:
    """Return the code of 18 random bytes, of which 140 bits are used, as groups joined by `-`."""
    number = int.from_bytes(random[:RANDOM_BYTES], "big") >> 4
    letters = [_ALPHABET[number >> 5 * i & 31] for i in reversed(range(GROUPS * _DATA))]
    groups = ["".join(letters[i : i + _DATA]) for i in range(0, len(letters), _DATA)]
    return "-".join(group + _check(group, place) for place, group in enumerate(groups, 1))


def read_recovery_code(typed: str) -> str:
    """Return `typed` in the form of `recovery_code`, forgiving case, spaces and look-alikes.

    Raises WrongRecoveryCode with the number of the first group (from 1) that cannot be right.
    """
    letters = [c for c in typed.upper().translate(_MEANT) if not c.isspace() and c not in "-–."]
    size = _DATA + 1
    groups = ["".join(letters[i : i + size]) for i in range(0, max(len(letters), 1), size)]
    for place in range(1, GROUPS + 1):
        group = groups[place - 1] if place <= len(groups) else ""
        sound = len(group) == size and all(c in _ALPHABET for c in group)
        if not sound or group[-1] != _check(group[:-1], place):
            raise WrongRecoveryCode(place)
    if len(groups) > GROUPS:
        raise WrongRecoveryCode(GROUPS)
    return "-".join(groups)


def _check(group: str, place: int) -> str:
    """Return the letter that makes group and place a word of a code over the field of 32 elements.

    One wrong letter, any two letters exchanged, and any two groups exchanged are noticed; sums
    modulo 32 cannot do both.
    """
    total = place
    for letter in group:
        total = _times_generator(total) ^ _ALPHABET.index(letter)
    return _ALPHABET[_times_generator(total)]


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
