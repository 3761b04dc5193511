"""Click in Vietnamese: help pages, usage mistakes, and the kinds of value a verb takes."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from qtapp.cli.terminal import Terminal
from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid, WrongEnding
from qtapp.domain.vietnamese import nfc, parse_date
from qtapp.paths import place_for
from qtapp.wording.failures import either

USAGE = 2


class Pages(click.HelpFormatter):
    """Help pages with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line under its Vietnamese name."""
        super().write_usage(prog, args, prefix or "Cách dùng: ")


class Speech(click.Context):
    """A context whose help pages are Vietnamese."""

    formatter_class = Pages


class Verb(click.Command):
    """One verb; it takes --book and --json like every other."""

    context_class = Speech
    allow_extra_args = True  # so that what is too much is named by us, below

    def __init__(self, *args: Any, **options: Any) -> None:
        options["options_metavar"] = "[TÙY CHỌN]"
        super().__init__(*args, **options)
        self.params.extend(_shared_options())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what no argument of the verb takes."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise click.UsageError(f"Thừa “{' '.join(rest)}”.", ctx)
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their Vietnamese name."""
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, explained in Vietnamese."""
        return _in_vietnamese(super().get_help_option(ctx))


class Noun(click.Group):
    """A group of verbs about one thing; without a verb it explains itself."""

    context_class = Speech
    command_class = Verb

    def __init__(self, *args: Any, **options: Any) -> None:
        options["options_metavar"] = "[TÙY CHỌN]"
        options["subcommand_metavar"] = "LỆNH …"
        super().__init__(*args, **options)
        self.no_args_is_help = False
        self.params.extend(_shared_options())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help page, as a usage mistake, when no verb is given."""
        super().parse_args(ctx, args)
        if not [*ctx._protected_args, *ctx.args]:  # noqa: SLF001 - no public name for the verb
            click.echo(ctx.get_help(), err=True)
            ctx.exit(USAGE)
        return ctx.args

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb asked for, or say in Vietnamese that there is none."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(f"Không có lệnh “{args[0]}”. Có các lệnh: {known}.", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and verbs under their Vietnamese names."""
        _write_options(self, ctx, formatter)
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Lệnh"):
            formatter.write_dl(
                [(name, verb.get_short_help_str(70)) for name, verb in verbs if verb is not None]
            )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, explained in Vietnamese."""
        return _in_vietnamese(super().get_help_option(ctx))


Noun.group_class = Noun


class File(click.ParamType[Path]):
    """The path of a file or folder; whether it can be used is found out by using it."""

    name = "TỆP"

    def convert(self, value: Any, *_: Any) -> Path:
        """Return the path."""
        return Path(value)


class Output(click.ParamType[Path]):
    """The path of a file to be written, with one of the endings of its kind."""

    name = "TỆP"

    def __init__(self, *endings: str) -> None:
        self._endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; raises NotOverABook for a book or its keys."""
        try:
            return place_for(Path(value), *self._endings)
        except WrongEnding:
            self.fail(f"tên tệp phải kết thúc bằng {either(self._endings)}", param, ctx)


class Day(click.ParamType[date]):
    """A date as people or programs write it."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date in `value`: 19/05/2026 or 2026-05-19."""
        if isinstance(value, date):
            return value
        with suppress(ValueError):
            return date.fromisoformat(value)
        day = None
        with suppress(Invalid):
            day = parse_date(value)
        if day is None:
            self.fail(f"“{value}” không phải là ngày, hãy gõ như 19/05/2026", param, ctx)
        return day


class Count(click.ParamType[int]):
    """A number of things, from nought."""

    name = "SỐ"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number in `value`."""
        text = str(value)
        if not text.isdecimal() or len(text) > 4:
            self.fail(f"“{value}” không phải là số từ 0 đến 9999", param, ctx)
        return int(text)


class OneOf(click.ParamType[Code]):
    """A member of a code list, by its stored code or its Vietnamese name."""

    def __init__(self, codes: type[Code]) -> None:
        self._codes = codes
        self.name = "|".join(each.value for each in codes if each.value)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Code:
        """Return the member meant by `value`."""
        if isinstance(value, Code):
            return value
        found = self._codes.labelled(nfc(value))
        if found is not None:
            return found
        try:
            return self._codes(value)
        except ValueError:
            known = ", ".join(f"{each.value} ({each.label})" for each in self._codes if each.value)
            self.fail(f"không có “{value}”. Có: {known}", param, ctx)


def usage_sentence(error: click.UsageError) -> str:
    """Return in Vietnamese what is wrong with the way a command was written."""
    match error:
        case click.MissingParameter(param=param):
            return f"Thiếu {_named(param, error.ctx)}."
        case click.NoSuchOption(option_name=name):
            return f"Không có tùy chọn {name}."
        case click.BadOptionUsage(option_name=name):
            return f"Tùy chọn {name} viết chưa đúng: thiếu giá trị hoặc thừa giá trị."
        case click.BadParameter(param=param) if param is not None:
            return f"{_named(param, error.ctx)}: {error.message}."
        case _:
            return error.message


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return "giá trị"
    if isinstance(param, click.Option):
        return f"tùy chọn {param.opts[-1]}"
    return param.make_metavar(ctx) if ctx is not None else str(param.name)


def _shared_options() -> Sequence[click.Option]:
    def keep_book(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.ensure_object(Terminal).book = value

    def keep_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            ctx.ensure_object(Terminal).is_json = True

    return (
        click.Option(
            ["--book"],
            type=File(),
            expose_value=False,
            callback=keep_book,
            help="Tệp sổ (hoặc đặt biến môi trường SOCHIBO_BOOK).",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            is_eager=True,  # what is wrong with another option is said in JSON already
            expose_value=False,
            callback=keep_json,
            help="Trả kết quả cho máy đọc (JSON).",
        ),
    )


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    records = [param.get_help_record(ctx) for param in command.get_params(ctx)]
    with formatter.section("Tùy chọn"):
        formatter.write_dl(
            [
                (names, text.replace("[required]", "[bắt buộc]"))
                for names, text in (record for record in records if record is not None)
            ]
        )


def _in_vietnamese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Hiện trang hướng dẫn này."
    return option
