"""The six clears (6 rõ): what a task must say so that it is more than a good intention."""

import re

from qtapp.domain.codes import Code
from qtapp.domain.plans import Task


class Clear(Code):
    """One of the six clears, by its Vietnamese name (rules §3.6)."""

    PERSON = "owner", "rõ người"
    WORK = "content", "rõ việc"
    TIME = "deadline", "rõ thời gian"
    RESPONSIBILITY = "responsibility", "rõ trách nhiệm"
    PRODUCT = "product", "rõ sản phẩm"
    AUTHORITY = "authority", "rõ thẩm quyền"


_VAGUE = r"(?i)\b(?:tăng cường|đẩy mạnh|nâng cao|tiếp tục|chú trọng|quan tâm|từng bước|phát huy)\b"


def missing_clears(task: Task) -> list[Clear]:
    """Return which of the six clears the task does not state, in their usual order."""
    return [clear for clear in Clear if not getattr(task, clear.value)]


def is_vague(task: Task) -> bool:
    """Whether the task urges ("tăng cường…") but gives neither a figure, a product nor a measure."""
    urges = re.search(_VAGUE, task.content) is not None
    return urges and not (re.search(r"\d", task.content) or task.product or task.measure)


def is_clear(task: Task) -> bool:
    """Whether the task has an owner, a deadline and a measure (rules §1.1, 18): a product is none."""
    return bool(task.owner and task.deadline and task.measure)
