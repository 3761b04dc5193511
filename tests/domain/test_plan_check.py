from datetime import date

import pytest

from qtapp.domain.plan_check import Clear, is_clear, is_vague, missing_clears
from qtapp.domain.plans import Task
from tests.make import UNIT, an_id


def a_task(**values):
    return Task(id=an_id(1), unit=UNIT, plan=an_id(2), **values)


def test_the_six_clears_are_named_in_their_usual_order():
    assert [clear.label for clear in missing_clears(a_task())] == [
        "rõ người",
        "rõ việc",
        "rõ thời gian",
        "rõ trách nhiệm",
        "rõ sản phẩm",
        "rõ thẩm quyền",
    ]
    assert missing_clears(a_task(content="x", owner="y")) == [
        Clear.TIME,
        Clear.RESPONSIBILITY,
        Clear.PRODUCT,
        Clear.AUTHORITY,
    ]


def test_owner_deadline_and_measure_make_a_task_clear_and_a_product_is_no_measure():
    day = date(2026, 12, 1)
    assert is_clear(a_task(owner="Hoa", deadline=day, measure="3 buổi"))
    assert not is_clear(a_task(owner="Hoa", deadline=day, product="Biên bản"))
    assert not is_clear(a_task(owner="Hoa", deadline=day))
    assert not is_clear(a_task(owner="Hoa", measure="3 buổi"))
    assert not is_clear(a_task(deadline=day, measure="3 buổi"))


@pytest.mark.parametrize("word", ["Tăng cường", "ĐẨY MẠNH", "tiếp tục", "từng bước"])
def test_urging_alone_is_vague_until_something_can_be_counted(word):
    assert is_vague(a_task(content=f"{word} tuyên truyền"))
    assert not is_vague(a_task(content=f"{word} tuyên truyền 4 buổi"))
    assert not is_vague(a_task(content=f"{word} tuyên truyền", product="Bản tin"))
    assert not is_vague(a_task(content=f"{word} tuyên truyền", measure="đủ hộ"))
