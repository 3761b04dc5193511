"""What a release says about itself: its bill of materials (CycloneDX) and the sums of its files."""

import json
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from payload import digest
from wheels import PYTHON, Pin


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that ships: its name, version, licence and, where it came as one file, that SHA-256."""

    name: str
    version: str
    licence: str
    sha256: str = ""
    kind: str = "library"


def library_parts(root: Path, wanted: list[Pin], wheels: list[Path]) -> list[Part]:
    """Return the libraries in the program folder `root`; licences as their own metadata say them."""
    found = []
    for pin, wheel in zip(wanted, wheels, strict=True):
        stem = "-".join(wheel.name.split("-")[:2])
        metadata = root / "lib" / f"{stem}.dist-info" / "METADATA"
        if metadata.exists():
            licence = licence_in(metadata.read_text(encoding="utf-8"))
            found.append(Part(pin.name, pin.version, licence, digest(wheel)))
    return found


def licence_in(metadata: str) -> str:
    """Return what a package's METADATA calls its licence."""
    head = HeaderParser().parsestr(metadata)
    said = head.get("License-Expression") or head.get("License") or ""
    classified = [
        each.rpartition(" :: ")[2]
        for each in head.get_all("Classifier", [])
        if each.startswith("License :: ")
    ]
    first = said.strip().splitlines()
    return first[0] if first and len(first[0]) < 80 else " / ".join(classified)


def python_part(embeddable: Path) -> Part:
    """Return CPython itself."""
    return Part("CPython", PYTHON, "PSF-2.0", digest(embeddable), "platform")


def bill(name: str, version: str, parts: list[Part]) -> str:
    """Return the bill of materials as CycloneDX 1.6 JSON; the same parts give the same text."""
    components = [
        {
            "type": part.kind,
            "name": part.name,
            "version": part.version,
            "licenses": [{"license": {"name": part.licence}}] if part.licence else [],
            "purl": f"pkg:{'generic' if part.kind == 'platform' else 'pypi'}/{part.name}@{part.version}",
            **({"hashes": [{"alg": "SHA-256", "content": part.sha256}]} if part.sha256 else {}),
        }
        for part in parts
    ]
    written = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name, "version": version}},
        "components": components,
    }
    return json.dumps(written, indent=1, ensure_ascii=False) + "\n"


def sums(files: list[Path]) -> str:
    """Return lines as `sha256sum --check` reads them."""
    return "".join(f"{digest(path)}  {path.name}\n" for path in sorted(files))
