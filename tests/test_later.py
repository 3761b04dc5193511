import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from types import ModuleType

import pytest

from qtapp.__main__ import _PUT_OFF
from qtapp.later import put_off

TALE = "import sys\nsys.told.append(__name__)\nword = 'xin chào'\ndef say():\n    return word\n"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield the names of the modules of a folder that have run; `tale` and `book.tale` are put off."""
    said: list[str] = []
    (tmp_path / "tale.py").write_text(TALE, encoding="utf-8")
    (tmp_path / "broken.py").write_text(
        "import sys\nsys.told.append('?')\n1 / 0\n", encoding="utf-8"
    )
    (tmp_path / "book").mkdir()
    (tmp_path / "book/__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "book/tale.py").write_text(TALE, encoding="utf-8")
    monkeypatch.setattr(sys, "told", said, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    put_off({"tale", "book.tale", "broken", "nowhere"})
    yield said
    for name in ("tale", "book", "book.tale", "broken"):
        sys.modules.pop(name, None)


def test_a_module_runs_when_it_is_first_used(told: list[str]) -> None:
    tale = importlib.import_module("tale")
    assert importlib.import_module("tale") is tale
    assert told == []
    assert tale.say() == "xin chào"
    assert (told, type(tale)) == (["tale"], ModuleType)
    assert tale.__file__ is not None
    assert tale.__loader__ is tale.__spec__.loader  # type: ignore[union-attr]


def test_a_name_taken_from_it_runs_it(told: list[str]) -> None:
    namespace: dict[str, object] = {}
    exec("from tale import word", namespace)  # noqa: S102 - the statement itself is what is tried
    assert (told, namespace["word"]) == (["tale"], "xin chào")


def test_a_module_of_a_package_is_put_off_by_its_whole_name(told: list[str]) -> None:
    book = importlib.import_module("book.tale")
    assert told == []
    assert book.word == "xin chào"
    assert told == ["book.tale"]


def test_it_lacks_what_it_does_not_have(told: list[str]) -> None:
    tale = importlib.import_module("tale")
    assert not hasattr(tale, "nothing")
    assert told == ["tale"]


def test_one_that_fails_fails_for_each_who_asks(told: list[str]) -> None:
    broken = importlib.import_module("broken")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _ = broken.word
    assert told == ["?", "?"]


def test_one_that_is_not_there_is_not_found(told: list[str]) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nowhere")


def test_threads_that_ask_at_once_find_it_whole(told: list[str]) -> None:
    tale = importlib.import_module("tale")
    start = Barrier(8)
    heard: list[str] = []

    def listen() -> None:
        start.wait()
        heard.append(tale.say())

    threads = [Thread(target=listen) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (heard, told) == (["xin chào"] * 8, ["tale"])


# Inside PySide6's own library; what keyring needs before Python 3.12.
ELSEWHERE = ("shibokensupport.", "importlib_metadata", "more_itertools")


@pytest.mark.parametrize(
    "name", sorted(each for each in _PUT_OFF if not each.startswith(ELSEWHERE))
)
def test_what_the_window_puts_off_is_written_in_python(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert (spec.origin or "").endswith(".py")
