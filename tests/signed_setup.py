"""Setup files of a few bytes, signed as packaging/sign.py signs them; importing this gives `sign` too."""

import sys
from pathlib import Path

from nacl.signing import SigningKey

from qtapp.services.environment import Setups

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging"))

import sign

SECRET = SigningKey(bytes(32)).encode().hex()
OTHER = SigningKey(bytes([1]) * 32).encode().hex()


def a_setup(folder: Path, version: str = "9.0.0", secret: str = SECRET) -> Path:
    """Return a setup file of this version in `folder`, with its signature beside it."""
    folder.mkdir(exist_ok=True)
    setup = folder / f"SoChiBo-{version}-setup.exe"
    setup.write_bytes(f"MZ {version}".encode() * 1000)
    sign.sign(secret, setup)
    return setup


def ways_in(folder: Path, started: list[bytes]) -> Setups:
    """Return what an installed copy has; `started` gets the content of each setup file that is run."""
    return Setups(
        keys=(bytes.fromhex(sign.public_of(SECRET)),),
        folder=folder / "update",
        start=lambda setup: started.append(setup.read_bytes()),
    )
