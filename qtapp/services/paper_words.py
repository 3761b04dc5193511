"""Where the words of papers are kept: most in records of their own, a plan's in the plan itself.

The study plan and the action plan are records with a number and a day already: nothing is kept twice.
"""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from qtapp.domain.documents import DocumentType
from qtapp.domain.numbering import IssuedNumber, number_place
from qtapp.domain.papers import PaperKind, PaperPart, PaperRef, PaperText
from qtapp.domain.plans import ActionPlan
from qtapp.domain.validity import valid
from qtapp.domain.waves import PLAN_HEADINGS, Preparation, StudyPlan
from qtapp.services.paper_facts import Facts
from qtapp.store.store import Store

_OPENS = {PaperKind.PLAN: Preparation.PLAN, PaperKind.SUMMONS: Preparation.SUMMONS}
_ACTS = {PaperKind.ACTION_PLAN, PaperKind.PROGRAMME}


class PaperWords:
    """Reads and keeps the words, numbers and days of papers."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self._store = store
        self._facts = facts
        self._texts = store.table(PaperText)

    def of(self, ref: PaperRef) -> PaperText:
        """Return what is kept of a paper; blank if nothing is."""
        record_id = PaperText.identity.of(
            about=ref.about, unit=self._store.unit, kind=ref.kind.value, edition=ref.edition
        )
        found = self._texts.find(record_id) or PaperText(
            id=record_id,
            unit=self._store.unit,
            about=ref.about,
            kind=ref.kind,
            edition=ref.edition,
        )
        plan = self._plan(ref)
        return found if plan is None else replace(found, number=plan.number, dated=plan.dated)

    def keep(
        self, ref: PaperRef, *, number: str, dated: date | None, parts: tuple[PaperPart, ...]
    ) -> None:
        """Keep a paper's number, day and words; raises Invalid."""
        with self._store.transaction():
            parts = self._into_plans(ref, number, dated, parts)
            kept = replace(
                self.of(ref),
                number=number,
                dated=dated,
                term=self._facts.profile.term,
                parts=parts,
            )
            self._texts.put(valid(kept))

    def register(self, leaving_out: PaperRef | None = None) -> Iterator[IssuedNumber]:
        """Yield every number issued by the unit, one of them left out if asked."""
        for kept in self._texts.own():
            ref = PaperRef(kind=kept.kind, about=kept.about, edition=kept.edition)
            if kept.kind.type is None or ref == leaving_out or self._is_plans(ref):
                continue
            if kept.number:
                yield self._issued(
                    kept.kind.type, kept.number, kept.dated, kept.kind.label, kept.term
                )
        for study in self._store.study_plans.own():
            kind = _kind_of_study(study)
            if kind and kind.type and study.number and not _same(leaving_out, kind, study.wave):
                yield self._issued(kind.type, study.number, study.dated, kind.label)
        for action in self._store.action_plans.own():
            kind = _kind_of_action(action)
            if kind.type and action.number and not _same(leaving_out, kind, action.wave):
                yield self._issued(
                    kind.type, action.number, action.dated, action.name or kind.label
                )

    def _issued(
        self, type_: DocumentType, number: str, dated: date | None, name: str, term: str = ""
    ) -> IssuedNumber:
        return IssuedNumber(
            type=type_,
            term=term or self._facts.profile.term,
            number=number,
            place=number_place(number),
            dated=dated,
            name=name,
        )

    def _plan(self, ref: PaperRef) -> StudyPlan | ActionPlan | None:
        """Return the plan that holds the paper's number; None if the paper holds it itself."""
        if ref.kind in _OPENS:
            study = self._facts.waves.study_plan(ref.about)
            return study if _kind_of_study(study) is ref.kind else None
        if ref.kind in _ACTS:
            action = self._facts.plans.of(ref.about)
            return action if _kind_of_action(action) is ref.kind else None
        return None

    def _is_plans(self, ref: PaperRef) -> bool:
        return self._plan(ref) is not None

    def _into_plans(
        self, ref: PaperRef, number: str, dated: date | None, parts: tuple[PaperPart, ...]
    ) -> tuple[PaperPart, ...]:
        """Write into a plan what is the plan's, and return the parts that are left."""
        plan = self._plan(ref)
        rest = parts
        if ref.kind is PaperKind.PLAN:
            written = {part.name: part.text for part in parts if part.name in PLAN_HEADINGS}
            study = replace(self._facts.waves.study_plan(ref.about), **written)
            if plan is not None:
                study = replace(study, number=number, dated=dated)
            self._facts.waves.save_study_plan(study)
            rest = tuple(part for part in parts if part.name not in PLAN_HEADINGS)
        elif isinstance(plan, StudyPlan):
            self._facts.waves.save_study_plan(replace(plan, number=number, dated=dated))
        elif isinstance(plan, ActionPlan) and (number, dated) != (plan.number, plan.dated):
            name = plan.name or f"Kế hoạch thực hiện {self._facts.waves.get(ref.about).name}"
            self._facts.plans.save(replace(plan, name=name, number=number, dated=dated))
        return rest


def _kind_of_study(study: StudyPlan) -> PaperKind | None:
    return next((kind for kind, way in _OPENS.items() if way is study.preparation), None)


def _kind_of_action(action: ActionPlan) -> PaperKind:
    """Return which paper a plan's number belongs to: a programme's if its symbol says so."""
    programme = f"-{DocumentType.PROGRAMME.value}/" in action.number
    return PaperKind.PROGRAMME if programme else PaperKind.ACTION_PLAN


def _same(ref: PaperRef | None, kind: PaperKind, about: str) -> bool:
    return ref is not None and (ref.kind, ref.about) == (kind, about)
