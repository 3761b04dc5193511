"""Units: the tree of Party organisations, and how each presents itself on paper."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Identity, Line, Position, Reach, Record


class UnitKind(Code):
    """Which workspace a unit gets; its level is free text, since levels are data."""

    CELL = "cell", "chi bộ"
    COMMITTEE = "committee", "cấp ủy"


class ToneStyle(Code):
    """How generated words place the tone mark (HD 05-HD/VPTW writes ủy; older offices uỷ)."""

    NEW = "new", "ủy"
    OLD = "old", "uỷ"


class PaperRules(Code):
    """Which guideline lays a unit's papers out; the value names its file of rules."""

    HD05 = "hd05-2026", "Hướng dẫn 05-HD/VPTW (2026)"
    HD36 = "hd36-2018", "Hướng dẫn 36-HD/VPTW (2018, cũ)"


class LetterWords(Code):
    """How the abstract of a letter (công văn) begins: the sources of HD 05 differ."""

    ABOUT = "về việc", "về việc"
    SHORT = "V/v", "V/v"


class Unit(Record, frozen=True, kw_only=True):
    """One organisation in the tree. Written by the committee above it, or by itself at the root."""

    table: ClassVar[str] = "units"
    title: ClassVar[str] = "Tổ chức đảng"
    reach: ClassVar[Reach] = Reach.DOWN
    required: ClassVar[tuple[str, ...]] = ("name",)

    name: Line
    kind: UnitKind
    parent: RecordId | None = None
    level: Line = ""
    symbol: Line = ""
    position: Position = 0
    closed: bool = False


class Profile(Record, frozen=True, kw_only=True):
    """A unit's letterhead, term and house rules; one per unit (HD 05-HD/VPTW §2.5)."""

    table: ClassVar[str] = "profiles"
    title: ClassVar[str] = "Thể thức và quy ước của đơn vị"
    reach: ClassVar[Reach] = Reach.UP
    identity: ClassVar[Identity] = Identity("unit", word="profile")

    upper_line: Line = ""
    own_line: Line = ""
    place: Line = ""
    term: Line = ""
    authority: Line = "T/M CHI BỘ"
    signer_title: Line = "BÍ THƯ"
    signer_name: Line = ""
    tone_style: ToneStyle = ToneStyle.NEW
    attendance_target: Annotated[int, Meta(ge=0, le=100)] = 95
    exempt_count_if_present: bool = True
    paper_rules: PaperRules = PaperRules.HD05
    letter_words: LetterWords = LetterWords.ABOUT
    two_sided: bool = False


def is_below_itself(unit: str, parents: Mapping[str, str | None]) -> bool:
    """Whether going up from a unit, by each unit's parent, leads back to it."""
    passed = set()
    above = parents.get(unit)
    while above and above not in passed:
        if above == unit:
            return True
        passed.add(above)
        above = parents.get(above)
    return False
