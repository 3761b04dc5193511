"""Action plans: tasks with their six clears, and how far each has come."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from qtapp.domain.plans import ActionPlan, Task, TaskProgress, state_after
from qtapp.domain.validity import valid
from qtapp.services.environment import Environment
from qtapp.store.store import Store


class Plans:
    """One method per thing the user can do with action plans."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def of(self, wave_id: str, unit: str | None = None) -> ActionPlan:
        """Return a unit's plan for a wave (the own unit's by default); a blank one if none is kept."""
        owner = unit or self._store.unit
        plan_id = ActionPlan.identity.of(wave=wave_id, unit=owner)
        found = self._store.action_plans.find(plan_id)
        return found or ActionPlan(id=plan_id, unit=owner, wave=wave_id)

    def exists(self, wave_id: str) -> bool:
        """Whether the own unit keeps a plan for the wave."""
        return self._store.action_plans.find(self.of(wave_id).id) is not None

    def save(self, plan: ActionPlan) -> ActionPlan:
        """Keep the plan; raises Invalid."""
        clean = valid(plan)
        self._store.action_plans.put(clean)
        return clean

    def tasks(self, plan: ActionPlan) -> list[Task]:
        """Return the tasks of a plan, in order."""
        found = self._store.tasks.where(
            "plan = ? AND unit = ?", [plan.id, self._store.unit_number(plan.unit)]
        )
        return sorted(found, key=lambda task: (task.position, task.id))

    def new_task(self, plan: ActionPlan, content: str, **values: Any) -> Task:
        """Return a task at the end of the plan, not kept yet."""
        return Task(
            id=self._environment.new_id(),
            unit=self._store.unit,
            plan=plan.id,
            position=len(self.tasks(plan)) + 1,
            content=content,
            **values,
        )

    def save_task(self, task: Task) -> Task:
        """Keep a task; raises Invalid."""
        clean = valid(task)
        self._store.tasks.put(clean)
        return clean

    def remove_task(self, task_id: str) -> None:
        """Take a task out of the plan."""
        self._store.tasks.remove(task_id)

    def restore_task(self, task_id: str) -> None:
        """Undo `remove_task`."""
        self._store.tasks.restore(task_id)

    def progress(self, task: Task) -> list[TaskProgress]:
        """Return the progress log of a task, oldest first."""
        found = self._store.task_progress.where("task = ?", [task.id])
        return sorted(found, key=lambda each: (each.noted_on, each.id))

    def note_progress(self, task: Task, on: date, percent: int, note: str = "") -> Task:
        """Add a line to the log and set the task's state from it; raises Invalid.

        100 percent means done, on time or late by the task's deadline.
        """
        line = TaskProgress(
            id=self._environment.new_id(),
            unit=self._store.unit,
            task=task.id,
            noted_on=on,
            percent=percent,
            note=note.strip(),
        )
        with self._store.transaction():
            self._store.task_progress.put(valid(line))
            return self.save_task(replace(task, state=state_after(task, on, percent)))
