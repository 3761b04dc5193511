"""How thorough the proofs are: a sample in every run of the tests, everything under `python dev.py prove`."""

import os
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("PROOF") == "long"


def chosen(short: T, long: T) -> T:
    """Return the value for the profile that was asked for."""
    return long if LONG else short
