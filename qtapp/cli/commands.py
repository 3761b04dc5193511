"""The root of the command line: the nouns, the exit codes, and what is said when something fails."""

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
import msgspec

from qtapp import __version__
from qtapp.cli.attendance import attendance
from qtapp.cli.book import book
from qtapp.cli.bundles import bundle, invite
from qtapp.cli.carrying import by_hand, paper, stick
from qtapp.cli.check import check
from qtapp.cli.essays import essay
from qtapp.cli.history import history
from qtapp.cli.laptops import laptop
from qtapp.cli.mail import mail
from qtapp.cli.members import members
from qtapp.cli.paper import papers
from qtapp.cli.papers import print_, report
from qtapp.cli.plans import plan
from qtapp.cli.records import records
from qtapp.cli.search import search
from qtapp.cli.speaking import USAGE, Noun, usage_sentence
from qtapp.cli.terminal import Terminal
from qtapp.cli.trying import demo, selftest
from qtapp.cli.units import unit
from qtapp.cli.update import update
from qtapp.cli.waves import session, wave
from qtapp.domain import errors as e
from qtapp.domain.reasons import Reason
from qtapp.selftest import Paint
from qtapp.services.environment import Environment
from qtapp.wording.failures import sentence

ACTION_NEEDED = 1
CANCELLED = 130
_FAMILIES: tuple[tuple[type[e.AppError], int], ...] = (
    (e.Cancelled, CANCELLED),
    (e.LockError, 3),
    (e.StoreError, 4),
    (e.CarrierError, 4),
    (e.TableFileError, 5),
    (e.LinesRejected, 5),
    (e.BundleError, 6),
    (e.PaperError, 7),
    (e.MailError, 8),
    (e.UpdateError, 9),
)


@click.group(cls=Noun, name="sochibo")
@click.version_option(__version__, message="%(version)s", help="Hiện số phiên bản.")
def root() -> None:
    """Sổ Chi Bộ: học tập, quán triệt nghị quyết ở chi bộ, không cần mạng.

    Không có lệnh thì mở cửa sổ: sochibo [--data-dir THƯ_MỤC | --portable] [TỆP]

    Có THƯ_MỤC thì sổ, thiết lập và nhật ký đều nằm trong đó; --portable: nằm cạnh phần mềm.
    """


for _command in (
    book,
    unit,
    members,
    records,
    search,
    history,
    wave,
    session,
    attendance,
    essay,
    plan,
    papers,
    check,
    print_,
    report,
    invite,
    laptop,
    bundle,
    mail,
    demo,
    selftest,
    update,
):
    root.add_command(_command)
for _way in (stick, by_hand, paper):
    bundle.add_command(_way)


def run(
    arguments: Sequence[str],
    make_environment: Callable[..., Environment],
    variables: Mapping[str, str],
    paint: Paint,
) -> int:
    """Run one command and return its exit code (docs/cli.md); every failure is said on stderr.

    `make_environment` makes the world, for a named device if asked; `variables` are those of the
    process; `paint` draws the window for the self-test.
    """
    _speak_utf8()
    terminal = Terminal(environment=make_environment, variables=variables, paint=paint)
    try:
        code = root.main(list(arguments), prog_name="sochibo", standalone_mode=False, obj=terminal)
    except click.UsageError as error:
        _say_failure(terminal, "UsageError", (usage_sentence(error), _hint(error)), USAGE)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return _fail(terminal, e.Cancelled())
    except e.AppError as error:
        return _fail(terminal, error)
    return code if isinstance(code, int) else 0


def exit_code(error: e.AppError) -> int:
    """Return the exit code of a failure: one for each family."""
    return next((code for kind, code in _FAMILIES if isinstance(error, kind)), ACTION_NEEDED)


def _fail(terminal: Terminal, error: e.AppError) -> int:
    code = exit_code(error)
    _say_failure(terminal, type(error).__name__, sentence(error), code, _facts(error))
    return code


def _say_failure(
    terminal: Terminal,
    name: str,
    said: tuple[str, str],
    code: int,
    facts: Mapping[str, Any] | None = None,
) -> None:
    what, todo = said
    if terminal.is_json:
        failure = {"error": name, "code": code, "what": what, "todo": todo, "facts": facts or {}}
        click.echo(msgspec.json.encode(failure).decode(), err=True)
    else:
        click.echo("\n".join(line for line in said if line), err=True)


def _facts(error: e.AppError) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.name.lower() if isinstance(value, Reason) else msgspec.to_builtins(value)

    if isinstance(error, e.LinesRejected):
        problems = [
            {"line": each.line, "field": each.field, "reason": plain(each.reason)}
            for each in error.problems
        ]
        return {"problems": problems}
    return {name: plain(value) for name, value in vars(error).items() if not name.startswith("_")}


def _hint(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx is not None else "sochibo"
    return f"Gõ “{path} --help” để xem cách dùng."


def _speak_utf8() -> None:
    """Write UTF-8 whatever code page the console has: cp1258 lacks half of the letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
