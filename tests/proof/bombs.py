"""Takes bundle files into a book under limits of memory and time, and says how each ended and what it cost."""

import json
import sys
import time
from pathlib import Path

from qtapp.services.book import open_book
from tests.make import PASSPHRASE, an_environment

ADDRESS_SPACE = 2 << 30
CPU_SECONDS = 120
LIMITED = sys.platform.startswith("linux")


def main(book_path: Path, folder: Path) -> None:
    """Print one JSON line a file: name, state, reason, what, seconds, peak memory in MiB."""
    if LIMITED:
        import resource  # noqa: PLC0415 - Unix's

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    book = open_book(book_path, an_environment(), passphrase=PASSPHRASE)
    for path in sorted(folder.iterdir()):
        if LIMITED:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
        began = time.process_time()
        (end,) = book.exchange.receive(path)
        line = {
            "name": path.name,
            "state": end.state.value,
            "reason": type(end.reason).__name__,
            "what": vars(end.reason) if end.reason else {},
            "seconds": round(time.process_time() - began, 3),
            "mib": peak(),
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    book.verify()
    book.close()


def peak() -> int:
    """Return the most memory this process has held since the peak began anew, in MiB; 0 where nobody counts."""
    if not LIMITED:
        return 0
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
