"""Entry point: no argument or a file opens the window; a command runs on the command line."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

_FILES = (".scb", ".cbdl", ".cbmoi")
_DATA_DIR = "--data-dir"
_PORTABLE = "--portable"
_SELF_TEST = "--self-test"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app and return its exit code.

    `[--data-dir DIR | --portable] [FILE]` opens the window, with everything it keeps below DIR or
    beside the program; anything else is a command.
    """
    from qtapp import app  # noqa: PLC0415 - the import of this module stays light

    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == [_SELF_TEST]:
        given = ["selftest"]  # as people guess it
    data_dir = None
    rest = given
    if len(given) >= 2 and given[0] == _DATA_DIR:
        data_dir, rest = Path(given[1]), given[2:]
    elif given[:1] == [_PORTABLE]:
        data_dir, rest = app.portable_folder(), given[1:]
    if len(rest) > 1 or (rest and not _names_a_file(rest[0])):
        return app.run_command_line(given)
    gc.disable()  # nothing to find while modules load; the window turns it on again
    return app.run_window(Path(rest[0]) if rest else None, data_dir)


def _names_a_file(word: str) -> bool:
    """Whether `word` is a file of ours by its name, or any file that is there: chat apps rename ours."""
    return word.lower().endswith(_FILES) or ("." in word and Path(word).is_file())


if __name__ == "__main__":
    sys.exit(main())
