import pytest

from qtapp.carriers.mail_connection import MailConnection
from qtapp.domain import mail_errors as e
from qtapp.domain.mail import MailServer, Security

SERVER = MailServer(host="localhost", port=1, security=Security.TLS)


class Told(MailConnection[str]):
    fault = None

    def _connect(self):
        self.done = ["connect"]
        self._line = "line"

    def _log_in(self, line):
        self.done.append(f"log in {line}")
        if self.fault:
            raise self.fault

    def _say_goodbye(self, line):
        self.done.append(f"goodbye {line}")

    def _hang_up(self):
        self.done.append("hang up")


def test_whoever_is_done_says_goodbye_and_hangs_up():
    with Told(SERVER, "user", "password") as line:
        assert line._open == "line"
    assert line.done == ["connect", "log in line", "goodbye line", "hang up"]


def test_after_a_failure_nobody_waits_for_a_goodbye():
    line = Told(SERVER, "user", "password")
    with pytest.raises(KeyError), line:
        raise KeyError
    assert line.done == ["connect", "log in line", "hang up"]


def test_a_login_that_fails_is_told_and_leaves_nothing_open():
    line = Told(SERVER, "user", "password")
    line.fault = ConnectionRefusedError()
    with pytest.raises(e.MailRefused), line:
        pass
    assert line.done == ["connect", "log in line", "hang up"]


def test_nothing_is_asked_of_a_line_that_is_not_open():
    with pytest.raises(RuntimeError):
        _ = Told(SERVER, "user", "password")._open


def test_a_short_patience_shortens_the_connecting_too():
    assert Told(SERVER, "user", "password", patience=8)._connect_seconds == 8
    assert Told(SERVER, "user", "password", patience=60)._connect_seconds == 15
