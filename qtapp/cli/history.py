"""`history`: what was done in this copy of the book, and the way back."""

import click

from qtapp.cli.speaking import Noun
from qtapp.cli.terminal import Terminal, columns
from qtapp.services.history import Done, Turned
from qtapp.wording.deeds import told, told_left


@click.group(cls=Noun)
def history() -> None:
    """Những việc đã làm trong sổ này: xem, hoàn tác, làm lại."""


@history.command("list")
@click.pass_obj
def list_(terminal: Terminal) -> None:
    """Kể những việc đã làm, mới nhất trước."""
    with terminal.opened() as book:
        done = book.history.all()
    rows = [
        (f"{each.made:%Y-%m-%d %H:%M}", _told(each), "đã hoàn tác" if each.undone else "")
        for each in done
    ]
    terminal.say(
        columns(("Lúc", "Việc", "Tình trạng"), rows) if rows else "Chưa có việc nào.", done
    )


@history.command()
@click.pass_obj
def undo(terminal: Terminal) -> None:
    """Hoàn tác việc làm gần nhất."""
    with terminal.opened() as book:
        turned = book.history.undo()
    _say(terminal, "Đã hoàn tác", turned, "Không còn gì để hoàn tác.")


@history.command()
@click.pass_obj
def redo(terminal: Terminal) -> None:
    """Làm lại việc vừa hoàn tác."""
    with terminal.opened() as book:
        turned = book.history.redo()
    _say(terminal, "Đã làm lại", turned, "Không còn gì để làm lại.")


def _say(terminal: Terminal, what: str, turned: Turned | None, nothing: str) -> None:
    if turned is None:
        terminal.say(nothing, None)
    else:
        words = f"{what}: {_told(turned.done)}. {told_left(turned.left)}"
        terminal.say(words.strip(), turned)


def _told(done: Done) -> str:
    return told(done.deed.label, done.table, done.names, done.count)
