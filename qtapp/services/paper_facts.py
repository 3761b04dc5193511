"""What all papers of a unit take from its book: head and signature, names, dates, generated words."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from qtapp.domain.documents import Document
from qtapp.domain.members import Member, MemberKind
from qtapp.domain.plans import Task
from qtapp.domain.sessions import Session
from qtapp.domain.units import Profile, ToneStyle, Unit, UnitKind
from qtapp.domain.vietnamese import dated_line, nfc, paper_date
from qtapp.domain.waves import Wave
from qtapp.papers.description import Head, Signature
from qtapp.papers.report_text import cited
from qtapp.papers.rules import Rules, load_rules
from qtapp.services.attendance import AttendanceSheets
from qtapp.services.charts import Charts
from qtapp.services.environment import Environment
from qtapp.services.essays import Essays
from qtapp.services.members import Members
from qtapp.services.paper_outline import RECIPIENTS, Section
from qtapp.services.plans import Plans
from qtapp.services.reports import Reports
from qtapp.services.sessions import Sessions
from qtapp.services.units import Units
from qtapp.services.waves import Waves

_NO_PLACE = "…………"
_OLD_TONES = (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("ỦY", "UỶ"))


class Facts:
    """The book, as papers ask it."""

    def __init__(  # noqa: PLR0913 - papers ask all of the book
        self,
        environment: Environment,
        *,
        units: Units,
        members: Members,
        waves: Waves,
        sessions: Sessions,
        attendance: AttendanceSheets,
        essays: Essays,
        plans: Plans,
        reports: Reports,
        charts: Charts,
    ) -> None:
        self._environment = environment
        self._units = units
        self.members = members
        self.waves = waves
        self.sessions = sessions
        self.attendance = attendance
        self.essays = essays
        self.plans = plans
        self.reports = reports
        self.charts = charts

    @property
    def unit(self) -> Unit:
        """The book's own unit."""
        return self._units.own()

    @property
    def profile(self) -> Profile:
        """Its letterhead and house rules."""
        return self._units.profile()

    @property
    def rules(self) -> Rules:
        """The rule set its papers follow."""
        return load_rules(self.profile.paper_rules.value)

    @property
    def is_cell(self) -> bool:
        """Whether the unit is a cell."""
        return self.unit.kind is UnitKind.CELL

    def today(self) -> date:
        """Return the local calendar date."""
        return self._environment.today()

    def say(self, template: str, **facts: object) -> str:
        """Return generated words with `facts` put in; only the words follow the unit's way of tone marks.

        Names and texts that people typed are never changed (rules §2.2, 15).
        """
        if self.profile.tone_style is ToneStyle.OLD:
            for new, old in _OLD_TONES:
                template = template.replace(new, old)
        return template.format(**facts)

    def head(self, *, number: str = "", day: date | None, about: str = "") -> Head:
        """Return the head block; without a day its line is left open to be written by hand."""
        profile = self.profile
        return Head(
            upper_line=profile.upper_line.upper(),
            own_line=(profile.own_line or self.unit.name).upper(),
            number=number,
            dated_line=_dated(profile.place, day),
            about=about,
        )

    def abstract(self, about: str, *, act: bool = False) -> str:
        """Return an abstract as it stands under the type: HD 05 begins it with "về", HD 36 does not.

        An act (học tập, lập, mở) is told as "về việc"; what begins so by itself stays as it is.
        """
        if not self.rules.text.letter_abstract or about.startswith("về "):
            return about
        return f"về việc {about}" if act else f"về {about}"

    def letter_abstract(self, about: str) -> str:
        """Return the abstract of a letter with its first words, as rule set and unit want it."""
        words = self.profile.letter_words.value if self.rules.text.letter_abstract else ""
        return f"{words} {about}".strip()

    def signature(self, preparer: str = "", preparer_name: str = "") -> Signature:
        """Return the unit's signature block; a cell has no seal and no K/T."""
        profile = self.profile
        return Signature(
            authority=profile.authority,
            title=profile.signer_title,
            name=profile.signer_name or secretary(profile.signer_title, self.members.all()),
            preparer=preparer,
            preparer_name=preparer_name,
        )

    def head_member(self) -> Member | None:
        """Return the member who leads the unit: who signs as secretary, else the only one of that office."""
        everybody = self.members.all()
        signs = names_secretary(self.profile.signer_title)
        signing = self._signing()
        found = [each for each in everybody if signs and signing(each)]
        found = found or [each for each in everybody if names_secretary(each.party_role)]
        return found[0] if len(found) == 1 else None

    def _signing(self) -> Callable[[Member], bool]:
        """Return the question whether a member bears the name the unit's papers are signed with."""
        name, unit = self.profile.signer_name.casefold().split(), self.unit.id
        return lambda member: member.unit == unit and member.full_name.casefold().split() == name

    def officers(self) -> list[Member]:
        """Return the members with an office in the Party, by given name."""
        signing = self._signing() if self.profile.signer_title else lambda _member: False
        return [each for each in self.members.all() if each.party_role or signing(each)]

    def office(self, member: Member) -> str:
        """Return a member's office in the Party; who signs for the unit has the office they sign with."""
        if member.party_role or not self._signing()(member):
            return member.party_role
        return self.profile.signer_title.capitalize()

    def offices(self, member: Member) -> str:
        """Return the member's offices; for a member without any, what kind of member they are."""
        told = ", ".join(part for part in (self.office(member), member.gov_role) if part)
        plain = "Đảng viên" if member.kind is MemberKind.OFFICIAL else "Đảng viên dự bị"
        return told or plain

    def people(self) -> int:
        """Return how many members the unit has; a committee has those of its cells too."""
        below = self._units.cells() if self._units.is_committee() else []
        return sum(len(self.members.all(each.id)) for each in (self.unit, *below))

    def tasks(self, wave: Wave) -> list[tuple[str, Task]]:
        """Return the tasks of the unit's plan, for a committee those of its cells' plans after them.

        The name of the cell stands beside its tasks, nothing beside the unit's own.
        """
        found = [("", task) for task in self.plans.tasks(self.plans.of(wave.id))]
        for cell in self._units.cells() if self._units.is_committee() else []:
            plan = self.plans.of(wave.id, cell.id)
            found += [(cell.name, task) for task in self.plans.tasks(plan)]
        return found

    def recipients(self, *first: str) -> Section:
        """Return the section of recipients: those named, the committee above, and the file copy."""
        above = self.say("- Cấp ủy cấp trên (báo cáo),")
        kept = "- Lưu Chi bộ." if self.is_cell else self.say("- Lưu Đảng ủy.")
        below = "- Các đồng chí đảng viên," if self.is_cell else "- Các chi bộ trực thuộc,"
        lines = [*(first or (above, below)), kept]
        return Section(name=RECIPIENTS, title="Nơi nhận", text="\n".join(lines), titled=False)

    def cited(self, wave: Wave) -> list[str]:
        """Return the wave's documents, thoroughly studied ones first, as Party papers cite them."""
        return [
            f"{cited(document)} ({intensity.label})"
            for document, intensity in self.waves.documents(wave.id)
        ]

    def documents(self, wave: Wave) -> list[Document]:
        """Return the wave's documents."""
        return [document for document, _ in self.waves.documents(wave.id)]

    def opening(self, wave: Wave, told: str) -> Section:
        """Return the first paragraph: on what basis the unit does what is `told`."""
        basis = f"Thực hiện {wave.basis}, " if wave.basis else ""
        return Section(
            name="opening",
            title="Mở đầu",
            text=f"{basis}{self.unit.name} {told}",
            titled=False,
        )


def lowered(name: str) -> str:
    """Return a name as it goes on inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def secretary(title: str, members: Sequence[Member]) -> str:
    """Return who signs as secretary; "" under another title, or if several could be meant."""
    if not names_secretary(title):
        return ""
    found = [member.full_name for member in members if names_secretary(member.party_role)]
    return found[0] if len(found) == 1 else ""


def names_secretary(office: str) -> bool:
    """Whether an office is the secretary's own, not a deputy's."""
    return nfc(office).strip().casefold().startswith("bí thư")


def starts(session: Session) -> str:
    """Return when a session begins: 7 giờ 30, ngày 18/11/2026; "" if it is not settled."""
    if not session.starts_at:
        return ""
    start = datetime.fromisoformat(session.starts_at)
    return f"{start.hour} giờ {start:%M}, {paper_date(start.date())}"


def day_of(session: Session) -> date | None:
    """Return the day of a session."""
    return date.fromisoformat(session.starts_at[:10]) if session.starts_at else None


def _dated(place: str, day: date | None) -> str:
    if day is None:
        return f"{place or _NO_PLACE}, ngày …… tháng …… năm ……"
    return dated_line(place or _NO_PLACE, day)
