"""Entry point: no argument or a file opens the window; a command runs on the command line."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from qtapp.later import put_off

_FILES = (".scb", ".cbdl", ".cbmoi")
_DATA_DIR = "--data-dir"
_PORTABLE = "--portable"
_SELF_TEST = "--self-test"
_PUT_OFF = frozenset(
    {
        "argparse",
        "ast",
        "bz2",
        "concurrent.futures.thread",
        "configparser",
        "dis",
        "hashlib",
        "importlib.metadata",
        "importlib_metadata",
        "linecache",
        "lzma",
        "more_itertools",
        "msgspec.inspect",
        "pickle",
        "platform",
        "shibokensupport.signature.errorhandler",
        "shibokensupport.signature.layout",
        "shibokensupport.signature.lib.enum_sig",
        "shibokensupport.signature.lib.pyi_generator",
        "shibokensupport.signature.mapping",
        "shibokensupport.signature.parser",
        "socket",
        "subprocess",
        "tempfile",
        "tokenize",
        "traceback",
        "urllib.request",
        "zipfile",
    }
)
"""What libraries import, and the window does not use before it can be used itself (ADR 0006)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app and return its exit code.

    `[--data-dir DIR | --portable] [FILE]` opens the window, with everything it keeps below DIR or
    beside the program; anything else is a command.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == [_SELF_TEST]:
        given = ["selftest"]  # as people guess it
    data_dir = None
    portable = given[:1] == [_PORTABLE]
    rest = given[1:] if portable else given
    if len(given) >= 2 and given[0] == _DATA_DIR:
        data_dir, rest = Path(given[1]), given[2:]
    windowed = not rest or (len(rest) == 1 and _names_a_file(rest[0]))
    if windowed:
        make_haste()
    from qtapp import app  # noqa: PLC0415 - after the above, and the import of this module stays light

    if not windowed:
        return app.run_command_line(given)
    if portable:
        data_dir = app.portable_folder()
    return app.run_window(Path(rest[0]) if rest else None, data_dir)


def make_haste() -> None:
    """Let the window come sooner: modules it does not need at once wait, and so does the collector."""
    gc.disable()  # nothing to find while modules load; the window turns it on again
    put_off(_PUT_OFF)


def _names_a_file(word: str) -> bool:
    """Whether `word` is a file of ours by its name, or any file that is there: chat apps rename ours."""
    return word.lower().endswith(_FILES) or ("." in word and Path(word).is_file())


if __name__ == "__main__":
    sys.exit(main())
