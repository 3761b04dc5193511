from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from qtapp.domain.plans import ActionPlan, Task
from qtapp.domain.waves import Wave
from qtapp.services.book import Book
from tests.make import a_wave_in


@pytest.fixture
def wave(cell: Book) -> Wave:
    return a_wave_in(cell)


@pytest.fixture
def plan(cell: Book, wave: Wave) -> ActionPlan:
    return cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch quý IV"))


@pytest.fixture
def add_task(cell: Book, plan: ActionPlan) -> Callable[..., Task]:
    def add(content: str = "Sửa 2 km đường", **values: Any) -> Task:
        return cell.plans.save_task(cell.plans.new_task(plan, content, **values))

    return add
