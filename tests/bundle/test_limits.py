import re
from pathlib import Path

from qtapp.bundle import limits

SPECIFICATION = Path(__file__).parents[2] / "docs" / "bundle-format.md"
UNITS = {"KIB", "MIB", "GIB", "PART_SIZES"}


def test_every_limit_stands_in_the_specification_with_its_value():
    text = SPECIFICATION.read_text(encoding="utf-8")
    written = {name: int(value) for name, value in re.findall(r"\| `([A-Z_]+)` \| (\d+) \|", text)}
    ours = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert written == {name: value for name, value in ours.items() if name not in UNITS}


def test_every_part_size_offered_is_within_the_limit():
    assert max(limits.PART_SIZES) <= limits.PART_BYTES
    assert limits.DEFAULT_PART_BYTES in limits.PART_SIZES


def test_every_reason_in_the_code_stands_in_the_specification():
    text = SPECIFICATION.read_text(encoding="utf-8")
    used = set()
    for module in Path(limits.__file__).parent.glob("*.py"):
        source = module.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:at|why|limit|what)="([a-z ]+)"', source))
    assert used
    assert {each for each in used if f"`{each}`" not in text} == set()
