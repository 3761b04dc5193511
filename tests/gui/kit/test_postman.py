import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject

from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.postman import Postman
from qtapp.services.mail import Mail
from tests.mail_server import BOB


@pytest.fixture
def postman(post, qtbot):
    jobs = Jobs(post.cell.elsewhere, ThreadPoolExecutor(max_workers=1))
    owner = QObject()
    yield Postman(post.cell, jobs, owner)
    jobs.close()


def test_a_letter_that_is_due_goes_out_by_itself(post, postman, qtbot):
    post.cell.mail.post_up()
    with qtbot.waitSignal(postman.sent) as sent:
        postman.look()
    assert sent.args == [1]
    assert len(post.lab.letters(BOB)) == 1


def test_nothing_is_begun_where_nothing_waits(postman, monkeypatch):
    monkeypatch.setattr(Jobs, "start", lambda *_args, **_options: pytest.fail("a job was begun"))
    postman.look()


def test_whoever_wants_something_else_does_not_wait_for_the_letters(
    post, postman, qtbot, monkeypatch
):
    post.cell.mail.post_up()
    begun, done = threading.Event(), []

    def send(_mail, report):
        begun.set()
        while True:
            report(0, 1)

    monkeypatch.setattr(Mail, "send", send)
    postman.look()
    assert begun.wait(5)
    postman._jobs.start(postman, lambda _book, _report: 7, done=done.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: done == [7])
    assert post.cell.mail.is_due()


def test_a_failure_waits_for_the_next_round(post, postman, qtbot):
    post.cell.mail.post_up()
    post.cell._environment.vault.secrets.clear()
    with qtbot.assertNotEmitted(postman.sent):
        postman.look()
        qtbot.waitUntil(lambda: not postman._jobs.is_busy())
    assert post.cell.mail.is_due()
