"""The search through the whole book: what holds all the words, and where each of it is opened."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.plans import Task
from qtapp.domain.record import Record
from qtapp.domain.searching import excerpt, shown_words
from qtapp.domain.vietnamese import date_text, partial_date_text
from qtapp.services.environment import Report, silent
from qtapp.store.search import SearchIndex
from qtapp.store.store import Store

MOST = 60


class Found(Struct, frozen=True, kw_only=True):
    """One record that holds all the words sought."""

    table: str
    id: str
    unit: str
    """The name of the unit it belongs to; "" for the own one."""
    title: str
    words: str
    """Where the words stand, on one line."""
    screen: str
    opens: str
    """The screen that shows it, and what this screen opens on: an id, or a wave's id, "/" and an id."""


class Search:
    """Members, documents, waves, sessions, essays, tasks and papers by their words."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index = SearchIndex(store)

    def prepare(self, report: Report = silent) -> None:
        """Take in what has changed since the last search; `report` may raise Cancelled."""
        self._index.refresh(report)

    def is_ready(self) -> bool:
        """Whether the index knows everything the book holds."""
        return not self._index.waiting()

    def find(self, query: str, most: int = MOST) -> list[Found]:
        """Return what holds every word of `query`, without diacritics and as beginnings, best first."""
        self._index.refresh(silent)
        hits = self._index.find(query, most)
        records = self._records(hits)
        units = self._store.unit_ids()
        found = []
        for table, unit, record_id in hits:
            record = records.get((table, unit, record_id))
            if record is not None:
                found.append(self._found(record, units[unit], query))
        return found

    def _records(self, hits: list[tuple[str, int, str]]) -> dict[tuple[str, int, str], Record]:
        """Return the records that were found, one query for each table and unit."""
        records: dict[tuple[str, int, str], Record] = {}
        for table, unit in dict.fromkeys((hit[0], hit[1]) for hit in hits):
            ids = [hit[2] for hit in hits if (hit[0], hit[1]) == (table, unit)]
            marks = ", ".join("?" * len(ids))
            for record in self._store.table(BY_TABLE[table]).where(
                f"unit = ? AND id IN ({marks})", [unit, *ids]
            ):
                records[table, unit, record.id] = record
        return records

    def _found(self, record: Record, unit: str, query: str) -> Found:
        own = unit == self._store.unit
        screen, opens = self._place(record)
        if not own and (screen not in _SHARED or unit in self._store.below()):
            screen, opens = "units", unit
        known = None if own else self._store.units.find(unit)
        return Found(
            table=record.table,
            id=record.id,
            unit=known.name if known else "",
            title=self._title(record),
            words=excerpt(shown_words(record), query),
            screen=screen,
            opens=opens,
        )

    def _place(self, record: Any) -> tuple[str, str]:
        """Return the screen that shows a record, and what this screen opens on."""
        match record.table:
            case "essays":
                return "essays", f"{record.wave}/{record.id}"
            case "essay_texts":
                essay = self._store.essays.find(record.essay)
                return "essays", f"{essay.wave}/{essay.id}" if essay else ""
            case "tasks":
                return "plans", self._opening(record)
            case "task_progress":
                task = self._store.tasks.find(record.task)
                return "plans", self._opening(task) if task else ""
            case "paper_texts":
                parts = (record.kind.value, record.about, record.edition)
                return "papers", "/".join(filter(None, parts))
            case _:
                screen, name = _PLACES[record.table]
                return screen, getattr(record, name)

    def _opening(self, task: Task) -> str:
        """Return what the screen of plans opens on to show a task."""
        plan = self._store.action_plans.find(task.plan)
        return f"{plan.wave}/{task.id}" if plan else ""

    def _title(self, record: Any) -> str:
        """Return how a person calls the record."""
        match record.table:
            case "members":
                birth = partial_date_text(record.birth)
                return f"{record.full_name}, {birth}" if birth else str(record.full_name)
            case "documents":
                return " ".join(filter(None, (record.type.label, record.number)))
            case "tasks":
                due = date_text(record.deadline) if record.deadline else ""
                return f"{record.content} ({due})" if due else str(record.content)
            case "essays":
                return self._name_of("members", record.member)
            case "essay_texts":
                essay = self._store.essays.find(record.essay)
                return self._name_of("members", essay.member) if essay else ""
            case "task_progress":
                return self._name_of("tasks", record.task)
            case "study_plans" | "action_plans":
                return getattr(record, "name", "") or self._name_of("waves", record.wave)
            case "paper_texts":
                label = record.kind.label
                return " ".join((label[:1].upper() + label[1:], record.number)).strip()
            case _:
                return str(record.name)

    def _name_of(self, table: str, record_id: str) -> str:
        """Return the name of another record; "" if it is gone."""
        found: Any = self._store.table(BY_TABLE[table]).find(record_id)
        if found is None:
            return ""
        names = {"members": "full_name", "tasks": "content"}
        return str(getattr(found, names.get(table, "name")))


_SHARED = {"documents", "waves"}
"""Screens that show records of other units too."""
_PLACES: Mapping[str, tuple[str, str]] = {
    "members": ("members", "id"),
    "documents": ("documents", "id"),
    "waves": ("waves", "id"),
    "study_plans": ("waves", "wave"),
    "sessions": ("sessions", "id"),
    "agenda_items": ("sessions", "session"),
    "action_plans": ("plans", "wave"),
}
"""Table to the screen that shows a record of it, and the field with the id this screen opens on."""
