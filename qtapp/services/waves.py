"""Waves: what is studied, by when, and how far the unit has come."""

from typing import Any

from msgspec.structs import replace

from qtapp.domain.documents import Document
from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.validity import valid
from qtapp.domain.waves import Intensity, StudyPlan, Wave, WaveDocument
from qtapp.services.environment import Environment
from qtapp.store.store import Store


class Waves:
    """One method per thing the user can do with study waves."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def all(self) -> list[Wave]:
        """Return all waves, the unit's own and those handed down, newest first."""
        return sorted(self._store.waves.handed_down(), key=lambda wave: wave.id, reverse=True)

    def get(self, wave_id: str) -> Wave:
        """Return a wave; raises NotFound."""
        return self._store.waves.get(wave_id)

    def is_own(self, wave: Wave) -> bool:
        """Whether this unit made the wave and may change it."""
        return wave.unit == self._store.unit

    def new(self, name: str, **values: Any) -> Wave:
        """Return a wave of the own unit, not kept yet."""
        return Wave(id=self._environment.new_id(), unit=self._store.unit, name=name, **values)

    def save(self, wave: Wave) -> Wave:
        """Keep a wave of the own unit; raises Invalid, also when it ends before it starts."""
        questions = tuple(line.strip() for line in wave.essay_questions if line.strip())
        clean = valid(replace(wave, essay_questions=questions))
        self._store.waves.put(clean)
        return clean

    def remove(self, wave_id: str) -> None:
        """Take away a wave nobody has met for; raises Invalid if it has sessions."""
        if self._store.sessions.where("wave = ?", [wave_id]):
            raise Invalid("wave", Reason.NOT_ALLOWED_HERE)
        self._store.waves.remove(wave_id)

    def restore(self, wave_id: str) -> None:
        """Undo `remove`."""
        self._store.waves.restore(wave_id)

    def documents(self, wave_id: str) -> list[tuple[Document, Intensity]]:
        """Return the documents studied in a wave, thoroughly studied ones first."""
        linked = self._store.wave_documents.within(wave_id, "wave", self.get(wave_id).unit)
        found = [(self._store.documents.find(each.document), each.intensity) for each in linked]
        known = [(document, intensity) for document, intensity in found if document is not None]
        return sorted(
            known, key=lambda pair: (pair[1] is Intensity.BRIEF, pair[0].issued_on, pair[0].id)
        )

    def set_document(
        self, wave_id: str, document_id: str, intensity: Intensity = Intensity.THOROUGH
    ) -> None:
        """Study a document in a wave, or change how deeply."""
        self._store.wave_documents.put(
            WaveDocument(
                id=WaveDocument.identity.of(wave=wave_id, document=document_id),
                unit=self._store.unit,
                wave=wave_id,
                document=document_id,
                intensity=intensity,
            )
        )

    def drop_document(self, wave_id: str, document_id: str) -> None:
        """No longer study a document in a wave."""
        linked = WaveDocument.identity.of(wave=wave_id, document=document_id)
        self._store.wave_documents.remove(linked)

    def study_plan(self, wave_id: str) -> StudyPlan:
        """Return the own unit's study plan of a wave; a blank one if none is kept yet."""
        plan_id = StudyPlan.identity.of(wave=wave_id, unit=self._store.unit)
        found = self._store.study_plans.find(plan_id)
        return found or StudyPlan(id=plan_id, unit=self._store.unit, wave=wave_id)

    def save_study_plan(self, plan: StudyPlan) -> StudyPlan:
        """Keep the own unit's study plan; raises Invalid."""
        clean = valid(plan)
        self._store.study_plans.put(clean)
        return clean
