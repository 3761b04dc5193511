import pytest

from qtapp.domain.sessions import AgendaItem, AgendaKind, discussion_share
from tests.make import UNIT, an_id


def items(*minutes):
    return [
        AgendaItem(id=an_id(place), unit=UNIT, session=an_id(9), kind=kind, minutes=each)
        for place, (kind, each) in enumerate(minutes)
    ]


@pytest.mark.parametrize(
    ("agenda", "share"),
    [
        (items(), 0.0),
        (items((AgendaKind.PRESENTATION, 0)), 0.0),
        (items((AgendaKind.PRESENTATION, 60)), 0.0),
        (items((AgendaKind.PRESENTATION, 60), (AgendaKind.DISCUSSION, 20)), 0.25),
        (items((AgendaKind.QUESTIONS, 10), (AgendaKind.DISCUSSION, 20)), 1.0),
    ],
    ids=["empty", "no minutes", "talk only", "a quarter", "all"],
)
def test_the_share_of_talk_counts_discussion_and_questions(agenda, share):
    assert discussion_share(agenda) == share
