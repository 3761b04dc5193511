"""Papers: every paper of a wave, written from the book, with the user's own words kept beside it."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.documents import DocumentType
from qtapp.domain.errors import Invalid
from qtapp.domain.numbering import IssuedNumber, may_issue, next_number, number_place
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import nfc
from qtapp.papers.description import Paper
from qtapp.papers.report import report_paper
from qtapp.papers.writing import Described, write_pdf, write_word
from qtapp.paths import place_for
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.outlines_essays import essay_list_outline, essay_outline, opinion_outline
from qtapp.services.outlines_members import member_year_outline, pledge_outline
from qtapp.services.outlines_plans import (
    head_plan_outline,
    programme_outline,
    progress_outline,
    review_outline,
)
from qtapp.services.outlines_session import (
    invitation_outline,
    minutes_outline,
    resolution_outline,
)
from qtapp.services.outlines_wave import (
    board_outline,
    budget_outline,
    class_rules_outline,
    notice_outline,
    plan_outline,
    summons_outline,
)
from qtapp.services.paper_facts import Facts
from qtapp.services.paper_outline import (
    Outline,
    Section,
    annexes_of,
    body_of,
    differing,
    filled,
    recipients_of,
)
from qtapp.services.paper_words import PaperWords
from qtapp.services.report_words import report_outline
from qtapp.services.signin_sheet import letterhead_gaps, session_gaps, signin_sheet
from qtapp.services.units import Units
from qtapp.store.store import Store

_OUTLINES: Mapping[PaperKind, Callable[[Facts, PaperRef], Outline]] = {
    PaperKind.PLAN: plan_outline,
    PaperKind.SUMMONS: summons_outline,
    PaperKind.INVITATION: invitation_outline,
    PaperKind.BOARD: board_outline,
    PaperKind.NOTICE: notice_outline,
    PaperKind.CLASS_RULES: class_rules_outline,
    PaperKind.BUDGET: budget_outline,
    PaperKind.MINUTES: minutes_outline,
    PaperKind.RESOLUTION: resolution_outline,
    PaperKind.ESSAY: essay_outline,
    PaperKind.ESSAY_OPINION: opinion_outline,
    PaperKind.ESSAY_LIST: essay_list_outline,
    PaperKind.PROGRAMME: programme_outline,
    PaperKind.ACTION_PLAN: programme_outline,
    PaperKind.HEAD_PLAN: head_plan_outline,
    PaperKind.PROGRESS: progress_outline,
    PaperKind.MIDTERM: review_outline,
    PaperKind.FINAL: review_outline,
    PaperKind.REPORT: report_outline,
    PaperKind.PLEDGE: pledge_outline,
    PaperKind.MEMBER_YEAR: member_year_outline,
}


class SignInLook(Struct, frozen=True, kw_only=True):
    """What the user chooses of a sign-in sheet: one or two columns to sign in, rows left blank (None: as fit)."""

    columns: int = 1
    spare_rows: int | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """A paper as it stands: number, day, sections, and what is still missing, in sentences.

    `own` is what the book said in the sections when the paper was drafted, without the user's words.
    """

    ref: PaperRef
    name: str
    number: str
    dated: date | None
    sections: tuple[Section, ...]
    own: tuple[Section, ...]
    missing: tuple[str, ...] = ()


class PaperLine(Struct, frozen=True, kw_only=True):
    """A paper in the list of a wave: what it is, for what, its number and day, whether words are kept."""

    ref: PaperRef
    name: str
    of: str
    number: str = ""
    dated: date | None = None
    written: bool = False


class Papers:
    """One method per thing the user can do with papers."""

    def __init__(self, store: Store, environment: Environment, units: Units, facts: Facts) -> None:
        self._environment = environment
        self._units = units
        self._facts = facts
        self._words = PaperWords(store, facts)

    def of_wave(self, wave_id: str) -> list[PaperLine]:
        """Return the papers of a wave in the order of its work; those of one member stand there once."""
        wave = self._facts.waves.get(wave_id)
        sessions = self._facts.sessions.of(wave_id)
        lines = []
        for kind in PaperKind:
            if kind.is_of_year or (not self._facts.is_cell and kind in _OF_CELLS):
                continue
            if kind.is_of_session:
                lines += [self._line(kind, each.id, each.name) for each in sessions]
            else:
                lines.append(self._line(kind, wave_id, wave.name))
        return lines

    def draft(self, ref: PaperRef) -> Draft:
        """Return a paper as it stands; raises NotFound, or Invalid for the sign-in sheet (nothing to write)."""
        outline = self._outline(ref)
        return self._drafted(ref, outline.name, outline.sections)

    def _drafted(self, ref: PaperRef, name: str, own: tuple[Section, ...]) -> Draft:
        kept = self._words.of(ref)
        sections = filled(own, kept.parts)
        return Draft(
            ref=ref,
            name=name,
            number=kept.number,
            dated=kept.dated,
            sections=sections,
            own=own,
            missing=_missing(ref, sections, kept.number),
        )

    def missing(self, ref: PaperRef) -> tuple[str, ...]:
        """Return what a paper still lacks, in sentences."""
        if ref.kind is not PaperKind.SIGNIN:
            return self.draft(ref).missing
        session, letterhead = self.signin_gaps(ref.about)
        gaps = [*session, *letterhead]
        return (f"Còn trống: {'; '.join(gaps)}.",) if gaps else ()

    def signin_gaps(self, session_id: str) -> tuple[list[str], list[str]]:
        """Return what a sign-in sheet leaves blank: of the session, and of the unit's letterhead."""
        return session_gaps(self._facts.sessions.get(session_id)), letterhead_gaps(self._facts)

    def save(self, draft: Draft) -> Draft:
        """Keep number, day and the words that differ from those the book had for the draft; raises Invalid.

        The book is not asked anew: what it says otherwise by now is nothing the user has written.
        """
        clean = nfc(draft.number).strip()
        if draft.ref.kind.type is not None and clean:
            self._check_number(draft.ref, clean)
        parts = differing(draft.sections, draft.own)
        self._words.keep(draft.ref, number=clean, dated=draft.dated, parts=parts)
        return self._drafted(draft.ref, draft.name, draft.own)

    def again(self, ref: PaperRef) -> Draft:
        """Drop the user's words and return the paper as the book writes it; number and day stay."""
        kept = self._words.of(ref)
        self._words.keep(ref, number=kept.number, dated=kept.dated, parts=())
        return self.draft(ref)

    def next_number(self, kind: PaperKind) -> str:
        """Return the number the next paper of a kind gets in this term; "" for one without a number."""
        if kind.type is None:
            return ""
        term = self._facts.profile.term
        return next_number(self.register(), kind.type, term, self._facts.unit.symbol)

    def register(self) -> list[IssuedNumber]:
        """Return the numbers issued, by type, then by number; those of earlier terms too."""
        return sorted(
            self._words.register(), key=lambda each: (each.type, each.term, each.place, each.number)
        )

    def paper(self, ref: PaperRef, look: SignInLook | None = None) -> Described:
        """Return a paper described, ready to be drawn; raises NotFound."""
        if ref.kind is PaperKind.SIGNIN:
            chosen = look or SignInLook()
            return signin_sheet(
                self._facts,
                self._units,
                ref.about,
                signature_columns=chosen.columns,
                spare_rows=chosen.spare_rows,
            )
        outline, kept = self._outline(ref), self._words.of(ref)
        sections = filled(outline.sections, kept.parts)
        return self._assembled(ref, outline, sections, kept.number, kept.dated)

    def pdf(self, ref: PaperRef, report: Report = silent, look: SignInLook | None = None) -> bytes:
        """Return a paper as PDF without writing a file; raises as `write`."""
        return self.pdf_of([ref], report, look=look)

    def pdf_of(
        self,
        refs: Sequence[PaperRef],
        report: Report = silent,
        *,
        look: SignInLook | None = None,
        name: str = "",
    ) -> bytes:
        """Return several papers as one PDF, each counting its own pages; raises as `write`."""
        memory = io.BytesIO()
        self._print(refs, memory, report, look=look, name=name)
        return memory.getvalue()

    def write(
        self,
        refs: Sequence[PaperRef],
        path: Path,
        report: Report = silent,
        *,
        look: SignInLook | None = None,
        name: str = "",
    ) -> None:
        """Write papers as one PDF, or one paper as a Word file if `path` ends in .docx.

        Raises NotFound, MissingGlyphs, WrongEnding, NotOverABook, FolderReadOnly, DiskFull or Cancelled;
        nothing is left then.
        """
        place_for(path, ".pdf", ".docx")
        if path.suffix.lower() != ".docx":
            self._print(refs, path, report, look=look, name=name)
            return
        if len(refs) != 1:
            raise Invalid("path", Reason.NOT_ALLOWED_HERE, path.name)
        write_word(
            self.paper(refs[0], look),
            path,
            self._facts.rules,
            two_sided=self._facts.profile.two_sided,
        )

    def batch(self, wave_id: str) -> list[PaperRef]:
        """Return the papers of a wave worth printing at once: what is written, signed or filled in."""
        refs = []
        for line in self.of_wave(wave_id):
            if line.ref.kind in _BY_MEMBER:
                rows = self._facts.essays.sheet(wave_id)
                refs += [replace(line.ref, edition=row.member.id) for row in rows]
            else:
                refs.append(line.ref)
        return refs

    def _print(
        self,
        refs: Sequence[PaperRef],
        target: Path | io.BytesIO,
        report: Report,
        *,
        look: SignInLook | None,
        name: str,
    ) -> None:
        papers = []
        for place, ref in enumerate(refs):
            # Half of the work of a batch is asking the book; the other half is drawing.
            if len(refs) > 1:
                report(place, 2 * len(refs))
            papers.append(self.paper(ref, look))

        def step(done: int, total: int) -> None:
            alone = len(refs) == 1
            report(*((done, total) if alone else (len(refs) + done, len(refs) + total)))

        write_pdf(
            papers,
            target,
            step,
            self._environment.font_folders,
            self._facts.rules,
            two_sided=self._facts.profile.two_sided,
            name=name,
        )

    def _line(self, kind: PaperKind, about: str, of: str) -> PaperLine:
        ref = PaperRef(kind=kind, about=about)
        kept = self._words.of(ref)
        name = f"{kind.label[:1].upper()}{kind.label[1:]}"
        return PaperLine(
            ref=ref,
            name=name,
            of=of,
            number=kept.number,
            dated=kept.dated,
            written=bool(kept.parts or kept.number or kept.dated),
        )

    def _outline(self, ref: PaperRef) -> Outline:
        make = _OUTLINES.get(ref.kind)
        if make is None:
            raise Invalid("kind", Reason.NOT_ALLOWED_HERE, ref.kind.value)
        return make(self._facts, ref)

    def _assembled(
        self,
        ref: PaperRef,
        outline: Outline,
        sections: tuple[Section, ...],
        number: str,
        dated: date | None,
    ) -> Paper:
        symbol = self._number_line(ref, number)
        about = outline.abstract if outline.letter else ""
        head = self._facts.head(number=symbol, day=dated or self._facts.today(), about=about)
        if ref.kind is PaperKind.REPORT and outline.signature is not None:
            told = report_paper(
                self._facts.reports.wave(ref.about),
                head=head,
                signature=outline.signature,
                recipients=recipients_of(sections),
                added=body_of([each for each in sections if not each.fixed]),
                drawings=self._facts.charts.of(ref.about),
            )
            return replace(told, abstract=outline.abstract)
        return Paper(
            name=outline.name,
            head=head,
            kind=outline.kind,
            abstract="" if outline.letter else outline.abstract,
            addressed=outline.addressed,
            body=body_of(sections),
            signature=outline.signature,
            recipients=recipients_of(sections),
            annexes=annexes_of(sections),
        )

    def _number_line(self, ref: PaperRef, number: str) -> str:
        """Return the line of number and symbol; room to write the number where none is given yet."""
        type_ = ref.kind.type
        if type_ is None:
            return ""
        symbol = self._facts.unit.symbol
        return f"Số {number}" if number else f"Số       -{type_.value}/{symbol}"

    def _check_number(self, ref: PaperRef, number: str) -> None:
        type_ = ref.kind.type
        if type_ is None or not number_place(number):
            raise Invalid("number", Reason.WRONG_TYPE, number)
        if type_ not in may_issue(self._facts.unit.kind):
            raise Invalid("number", Reason.NOT_ALLOWED_HERE, number)
        term = self._facts.profile.term
        for each in self._words.register(leaving_out=ref):
            if each.type is type_ and each.term == term and each.place == number_place(number):
                raise Invalid("number", Reason.DUPLICATE, number)


_OF_CELLS = {PaperKind.RESOLUTION, PaperKind.ESSAY, PaperKind.ESSAY_OPINION, PaperKind.ESSAY_LIST}
"""What only a cell makes: essays and the resolution of its meeting stay where the members are."""
_BY_MEMBER = {PaperKind.ESSAY, PaperKind.ESSAY_OPINION}


def _is_open(section: Section) -> bool:
    """Whether a section still wants words, or a row of its table what stands first in it."""
    if section.rows:
        return any(not row[0].strip() for row in section.rows)
    return section.titled and not section.text.strip()


def _missing(ref: PaperRef, sections: Sequence[Section], number: str) -> tuple[str, ...]:
    """Return what a paper still lacks, in sentences."""
    told = []
    if ref.kind.type not in {None, DocumentType.MINUTES} and not number:
        told.append("Chưa có số, ký hiệu.")
    empty = [each.title for each in sections if not each.fixed and _is_open(each)]
    if empty:
        told.append(f"Còn trống: {'; '.join(empty)}.")
    return tuple(told)
