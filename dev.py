"""Set the project up and do one thing with it: `python dev.py run`, `python dev.py test`, and a few more.

Needs only Python 3.11 or newer. Makes `.venv` from a hash-locked list the first time and whenever that
list has changed; installs nothing anywhere else but Debian packages, and those only as root: the libraries Qt
needs and, for `test`, a screen without a monitor, a mail server (which Debian starts) and file systems of sticks.
"""

import ctypes
import hashlib
import importlib.util
import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - older ones must be told so
    sys.exit("Cần Python 3.11 trở lên · Python 3.11 or newer is needed: " + sys.version.split()[0])

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "locks.txt"
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"

USAGE = """\
python dev.py run [...]     mở phần mềm; có tham số thì chạy lệnh · open the app, or run a command of it
        [--data-dir DIR] [FILE]  mở cửa sổ, mọi thứ nằm trong DIR · the window, everything kept in DIR
python dev.py demo DIR      làm thử trọn một đợt học tập vào DIR · a whole study wave, headless, into DIR
python dev.py test [...]    chạy kiểm thử · run the tests (arguments go to pytest)
python dev.py lint          ruff, mypy, import contracts
python dev.py check         lint + test
python dev.py bench         speed and memory against a floor
python dev.py prove [...]   the long proofs of the exchange; without more words: which there are
python dev.py lock          renew the lock files (needs uv)
"""

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
MAIL_SERVER = {
    "/usr/sbin/postfix": "postfix",
    "/usr/lib/dovecot/imap": "dovecot-imapd",
    "/usr/lib/dovecot/lmtp": "dovecot-lmtpd",
    "/usr/bin/openssl": "openssl",
}
SCREEN = {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/dbus-daemon": "dbus",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
STICKS = {
    "/usr/sbin/mkfs.vfat": "dosfstools",
    "/usr/sbin/mkfs.exfat": "exfatprogs",
    "/usr/bin/fusefat": "fusefat",
    "/usr/sbin/mount.exfat-fuse": "exfat-fuse",
}
FILES = (".scb", ".cbdl", ".cbmoi")
NO_SCREEN = """\
Cửa sổ của phần mềm cần màn hình đồ họa mà phiên làm việc này không có. Không cần màn hình thì làm thử được bằng lệnh:
  python dev.py demo THU_MUC
The window needs a graphical screen, and this session has none. This works without one:
  python dev.py demo FOLDER"""
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
SCREEN_LIBRARIES = {**WINDOW_LIBRARIES, "libXtst.so.6": "libxtst6"}

UNPACK = "import os; os.environ['SBK_EMBED'] = '0'; import shiboken6"
"""Has PySide6 lay down the Python files that its library carries; else it compiles them at every start."""

LINT = (
    ("-m", "ruff", "format", "--check"),
    ("-m", "ruff", "check"),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)
COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--upgrade", "--python-version", "3.11"),
    *("--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links", "pyproject.toml"),
)


def main(words: list[str]) -> int:
    """Do what `words` ask for and return the exit code."""
    if not words or words[0] in {"help", "-h", "--help"}:
        print(USAGE, end="")
        return 0
    command = COMMANDS.get(words[0])
    if command is None or (command in {lint, lock} and len(words) > 1):
        print(USAGE, end="", file=sys.stderr)
        return 2
    return command(*words[1:])


def run(*words: str) -> int:
    """Run the app: its window, or the command that `words` name."""
    windowed = opens_window(words)
    if windowed and not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    set_up(RUNTIME, {**QT_LIBRARIES, **WINDOW_LIBRARIES} if windowed else {})
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYTHONUTF8"] = "1"  # as in an installed copy
    return code_of(venv_python(), "-m", "qtapp", *words)


def opens_window(words: tuple[str, ...]) -> bool:
    """Whether the app takes `words` for its window, with or without a file, and not for a command."""
    rest = words[2:] if len(words) > 1 and words[0] == "--data-dir" else words
    if len(rest) != 1:
        return not rest
    return rest[0].lower().endswith(FILES) or ("." in rest[0] and Path(rest[0]).is_file())


def has_screen() -> bool:
    """Whether a window can be shown; only Linux is known to run without a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(each) for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def demo(*words: str) -> int:
    """Make a commune and its cells do a whole study wave, in the folder that `words` name."""
    return run("demo", *words)


def test(*words: str) -> int:
    """Run the tests on all cores; `words` go to pytest."""
    programs = {**SCREEN, **MAIL_SERVER, **STICKS} if may_be_root() else SCREEN
    set_up(DEVELOPMENT, {**QT_LIBRARIES, **SCREEN_LIBRARIES}, missing_programs(programs))
    os.environ["PYTHONWARNDEFAULTENCODING"] = "1"  # Windows's own is cp1258 in Vietnam
    return code_of(venv_python(), "-m", "pytest", "-n", "auto", *words, folder=ROOT)


def bench(*words: str) -> int:
    """Measure speed and memory; `words` go to pytest."""
    set_up(DEVELOPMENT, QT_LIBRARIES)
    pytest = (
        "-m",
        "pytest",
        "tests/bench",
        "-o",
        "python_files=bench_*.py",
        "-p",
        "no:randomly",
        "-s",
    )
    return code_of(venv_python(), *pytest, *words, folder=ROOT)


def prove(*words: str) -> int:
    """Run the long proofs of the exchange; `words` say which."""
    set_up(DEVELOPMENT, QT_LIBRARIES)
    return code_of(venv_python(), "-m", "tests.proof", *words, folder=ROOT)


def lint() -> int:
    """Check form, types and import contracts: all of them, even if one fails."""
    set_up(DEVELOPMENT, {})
    return max([code_of(venv_python(), *step, folder=ROOT) for step in LINT])


def check(*words: str) -> int:
    """Lint, then test."""
    return max([lint(), test(*words)])


def lock() -> int:
    """Write both lists anew from `pyproject.toml`: newest versions, wheels only, no address of any index."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(venv_python().parent))
    if uv is None:
        sys.exit("uv is needed: pip install uv")
    groups = ("--constraint", RUNTIME, "--group", "test", "--group", "lint")
    return code_of(uv, *COMPILE, "--output-file", RUNTIME, folder=ROOT) or code_of(
        uv, *COMPILE, *groups, "--output-file", DEVELOPMENT, folder=ROOT
    )


def set_up(name: str, libraries: dict[str, str], others: Sequence[str] = ()) -> None:
    """Make `.venv` hold what the lock file `name` lists, and the system hold the shared `libraries`.

    `others` are Debian packages that are missing besides.
    """
    packages = [*missing_libraries(libraries), *others]
    fresh = not works(venv_python())
    if fresh and importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    need(packages)
    if name in stamped() and not fresh:
        return
    say("Đang cài thư viện vào .venv, lần đầu mất vài phút", "installing libraries into .venv")
    STAMP.unlink(missing_ok=True)
    if fresh:
        finish(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # The list is whole: pip shall not look for what it names, or newer versions of it, by itself.
    exactly = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
    finish(venv_python(), *pip, *exactly, "-r", name)
    finish(venv_python(), "-c", UNPACK)
    held = [RUNTIME] if name == RUNTIME else [RUNTIME, DEVELOPMENT]
    STAMP.write_text("".join(f"{each} {digest(each)}\n" for each in held), encoding="utf-8")


def stamped() -> list[str]:
    """Return the names of the lock files whose present content `.venv` holds."""
    if not STAMP.exists():
        return []
    lines = [line.split() for line in STAMP.read_text(encoding="utf-8").splitlines()]
    return [name for name, of in lines if of == digest(name)]


def digest(name: str) -> str:
    """Return the SHA-256 of a lock file, line endings aside."""
    content = (ROOT / name).read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


def venv_python() -> Path:
    """Return the interpreter of `.venv`, there or not."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def works(interpreter: Path) -> bool:
    """Whether `interpreter` is there and starts; it does not once the Python it came from is gone."""
    if not interpreter.exists():
        return False
    words = [str(interpreter), "-c", "import pip"]
    return subprocess.run(words, stderr=subprocess.DEVNULL, check=False).returncode == 0


def missing_libraries(wanted: dict[str, str]) -> list[str]:
    """Return the Debian packages of those shared libraries of `wanted` that this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in wanted.items() if not loads(library)]


def missing_programs(wanted: dict[str, str]) -> list[str]:
    """Return the Debian packages of those programs of `wanted` that this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for program, package in wanted.items() if not Path(program).exists()]


def may_be_root() -> bool:
    """Whether the tests that start a mail server and mount sticks are run: they need Linux and root."""
    return sys.platform.startswith("linux") and os.geteuid() == 0


def loads(library: str) -> bool:
    """Whether the shared library called `library` can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def need(packages: list[str]) -> None:
    """Install the system `packages` if we may, else say what to run and stop."""
    if not packages:
        return
    install = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    if shutil.which("apt-get") is None:
        say(
            "Thiếu thư viện hệ thống (tên gói của Debian)",
            "system libraries are missing (Debian's names)",
        )
        sys.exit("  " + " ".join(packages))
    if os.geteuid() != 0:
        say("Thiếu thư viện hệ thống. Hãy chạy lệnh sau rồi thử lại", "run this, then try again")
        sys.exit("  sudo " + shlex.join(install))
    say("Đang cài thư viện hệ thống", "installing system libraries")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    finish("apt-get", "update", "-qq")
    finish("apt-get", "-qq", *install[1:])


def code_of(program: Path | str, *words: str, folder: Path | None = None) -> int:
    """Run a program, in `folder` if given, and return its exit code."""
    try:
        return subprocess.run([str(program), *words], cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 130


def finish(program: Path | str, *words: str) -> None:
    """Run a program in the project's folder, and stop where it fails."""
    code = code_of(program, *words, folder=ROOT)
    if code:
        sys.exit(f"{shlex.join([str(program), *words])}: {code}")


def say(vietnamese: str, english: str) -> None:
    """Tell the user what goes on."""
    print(f"{vietnamese} · {english} …", file=sys.stderr, flush=True)


COMMANDS = {each.__name__: each for each in (run, demo, test, lint, check, bench, prove, lock)}

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
