"""The release key: `python packaging/sign.py new-key FILE`, `public FILE`, `sign FILE SETUP`.

FILE is the secret half (Ed25519, one line of hexadecimal digits). It never enters the repository and
lies on a stick in a drawer, not on the computer that builds. `sign` writes SETUP.sig beside SETUP; the
app starts a newer setup only if it was signed by a key of the resources/release-keys.txt it has itself.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from nacl.signing import SigningKey

CONTEXT = b"so-chi-bo setup v1\n"
"""Signed before the statement, so that no other signature of this key can be taken for one."""


def main(words: Sequence[str] | None = None) -> int:
    """Do one of the three things."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("new-key", "public", "sign"):
        verbs.add_parser(verb).add_argument("file", type=Path)
    verbs.choices["sign"].add_argument("setup", type=Path)
    given = parser.parse_args(words)
    if given.verb == "new-key":
        descriptor = os.open(given.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(new_key() + "\n")
    secret = given.file.read_text(encoding="utf-8").strip()
    if given.verb == "sign":
        print(sign(secret, given.setup))
    else:
        print(public_of(secret))
    return 0


def new_key() -> str:
    """Return a fresh secret half."""
    return SigningKey.generate().encode().hex()


def public_of(secret: str) -> str:
    """Return the public half of `secret`, a line of resources/release-keys.txt."""
    return SigningKey(bytes.fromhex(secret)).verify_key.encode().hex()


def sign(secret: str, setup: Path) -> Path:
    """Write and return the signature beside `setup`, whose name says its version."""
    named = re.fullmatch(r"SoChiBo-(\d+\.\d+\.\d+)-setup\.exe", setup.name)
    if named is None:
        sys.exit(f"{setup.name}: the name must be SoChiBo-<version>-setup.exe")
    with setup.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    statement = {"version": named[1], "size": setup.stat().st_size, "sha256": sha256}
    text = json.dumps(statement, sort_keys=True)
    signature = SigningKey(bytes.fromhex(secret)).sign(CONTEXT + text.encode()).signature.hex()
    path = setup.with_name(setup.name + ".sig")
    path.write_text(
        json.dumps({"statement": text, "signature": signature}) + "\n", encoding="utf-8"
    )
    return path


if __name__ == "__main__":
    sys.exit(main())
