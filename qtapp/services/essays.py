"""Essays: who owes one, what came in, how it was judged. The words stay in the cell's book."""

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.counting import asks_for_essays, default_duty
from qtapp.domain.errors import Invalid
from qtapp.domain.essays import Essay, EssayDuty, EssayState, EssayText
from qtapp.domain.members import Member
from qtapp.domain.reasons import Reason
from qtapp.domain.validity import valid
from qtapp.domain.vietnamese import nfc
from qtapp.services.documents import keep_file
from qtapp.services.environment import Environment
from qtapp.services.members import Members
from qtapp.store.counts import essays_by_state, members_by_status
from qtapp.store.store import Store


class EssayRow(Struct, frozen=True, kw_only=True):
    """One member's essay in a wave."""

    member: Member
    essay: Essay


class Essays:
    """One method per thing the user can do with essays."""

    def __init__(self, store: Store, environment: Environment, members: Members) -> None:
        self._store = store
        self._environment = environment
        self._members = members

    def sheet(self, wave_id: str) -> list[EssayRow]:
        """Return one row per member who is asked to write, by given name.

        Members without a kept essay appear with their usual duty and the wave's deadline.
        """
        kept = {each.member: each for each in self._store.essays.within(wave_id, "wave")}
        wave = self._store.waves.get(wave_id)
        rows = []
        for member in self._members.own():
            essay = kept.get(member.id)
            duty = default_duty(member.status)
            if essay is None and duty is not None:
                essay = self._blank(wave_id, member.id, duty, wave.essay_due)
            if essay is not None:
                rows.append(EssayRow(member=member, essay=essay))
        return rows

    def outstanding(self, wave_id: str) -> tuple[int, int]:
        """Return how many members still owe their essay of a wave, and how many essays wait for a grade.

        The same as in `sheet`, without reading anybody: the first screen asks for every wave.
        """
        owed = sum(
            count
            for status, count in members_by_status(self._store).items()
            if default_duty(status) is EssayDuty.REQUIRED
        )
        ungraded = 0
        for status, duty, state, count in essays_by_state(self._store, wave_id):
            if default_duty(status) is EssayDuty.REQUIRED:
                owed -= count
            if status.belongs and duty is EssayDuty.REQUIRED and not state.is_written:
                owed += count
            if state.is_written and not state.is_graded:
                ungraded += count
        return owed, ungraded

    def are_asked(self, wave_id: str) -> bool:
        """Whether the wave wants essays at all."""
        wave = self._store.waves.get(wave_id)
        return asks_for_essays(wave, ()) or bool(self._store.essays.within(wave_id, "wave"))

    def assign(self, wave_id: str) -> int:
        """Keep everybody's duty in a wave and return how many must write; run again it adds new members."""
        rows = self.sheet(wave_id)
        self._store.essays.put_all(row.essay for row in rows)
        return sum(row.essay.duty is EssayDuty.REQUIRED for row in rows)

    def save(self, essay: Essay) -> Essay:
        """Keep an essay as it is, as after a change of its grade, or to undo one; raises Invalid."""
        return self._keep(essay)

    def receive(
        self, essay: Essay, on: date, *, text: str = "", attachment: Path | None = None
    ) -> Essay:
        """Take an essay in; raises Invalid, FileUnreadable or SecretRefused for its attachment.

        What was judged of an earlier text falls; what is noted before the first judgement stays.
        """
        if essay.graded_on or essay.state is EssayState.RETURNED:
            essay = _unjudged(essay)
        with self._store.transaction():
            if text or attachment:
                self.save_text(essay, text, attachment)
            return self._keep(replace(essay, state=EssayState.SUBMITTED, submitted_on=on))

    def send_back(self, essay: Essay, remark: str) -> Essay:
        """Give an essay back to its writer with a remark; its grade falls."""
        return self._keep(replace(_unjudged(essay), state=EssayState.RETURNED, remark=remark))

    def take_back(self, essay: Essay) -> Essay:
        """Undo `receive`: the essay has not come in, so it has no grade; its text is kept."""
        return self._keep(replace(_unjudged(essay), state=EssayState.MISSING, submitted_on=None))

    def grade(
        self,
        essay: Essay,
        on: date,
        *,
        passed: bool,
        score: float | None = None,
        remark: str = "",
        grader: str = "",
    ) -> Essay:
        """Judge an essay that came in; raises Invalid if none did or the score is not 0 to 10."""
        if not essay.state.is_written:
            raise Invalid("state", Reason.NOT_ALLOWED_HERE, essay.state.label)
        return self._keep(
            replace(
                essay,
                state=EssayState.PASSED if passed else EssayState.FAILED,
                graded_on=on,
                score=score,
                remark=remark,
                grader=grader,
            )
        )

    def text(self, essay: Essay) -> EssayText:
        """Return the words of an essay; blank if none are kept."""
        text_id = EssayText.identity.of(essay=essay.id)
        found = self._store.essay_texts.find(text_id)
        return found or EssayText(id=text_id, unit=essay.unit, essay=essay.id)

    def save_text(self, essay: Essay, text: str, attachment: Path | None = None) -> EssayText:
        """Keep the words of an essay, and a file (.docx, photo) beside them."""
        kept = replace(self.text(essay), text=nfc(text))
        with self._store.transaction():
            if attachment is not None:
                kept = replace(
                    kept, attachments=(*kept.attachments, keep_file(self._store, attachment))
                )
            clean = valid(kept)
            self._store.essay_texts.put(clean)
        return clean

    def _keep(self, essay: Essay) -> Essay:
        clean = valid(essay)
        self._store.essays.put(clean)
        return clean

    def _blank(self, wave_id: str, member_id: str, duty: EssayDuty, due: date | None) -> Essay:
        return Essay(
            id=Essay.identity.of(wave=wave_id, member=member_id),
            unit=self._store.unit,
            wave=wave_id,
            member=member_id,
            duty=duty,
            due=due,
        )


def _unjudged(essay: Essay) -> Essay:
    return replace(essay, graded_on=None, grader="", score=None, remark="")
