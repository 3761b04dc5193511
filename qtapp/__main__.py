"""Entry point: no argument or a file opens the window; a command runs on the command line."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the app and return its exit code."""
    from qtapp import app  # noqa: PLC0415 - keeps `--version` and the import of this module light

    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("--data-dir") and not _is_file_to_open(given):
        return app.run_command_line(given)
    return app.run_window(given)


def _is_file_to_open(given: Sequence[str]) -> bool:
    return len(given) == 1 and given[0].lower().endswith((".scb", ".cbdl", ".cbmoi"))


if __name__ == "__main__":
    sys.exit(main())
