"""Finds the program `flask-sec-lint` that was installed with this package.

The program is the linter; there is no Python interface to it beyond `python -m flask_sec_lint`.
"""

import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Iterator

PROGRAM = "flask-sec-lint.exe" if os.name == "nt" else "flask-sec-lint"


def find_program() -> str:
    """The path of the program.

    Raises FileNotFoundError if it was not installed with this package.
    """
    for candidate in _candidates():
        if candidate.is_file():
            return str(candidate.resolve())
    raise FileNotFoundError(f"{PROGRAM} is not beside this package: install flask-sec-lint again")


def _candidates() -> Iterator[Path]:
    # What the installer recorded holds for virtual environments, user installations and prefixes alike.
    try:
        recorded = metadata.files("flask-sec-lint") or []
    except metadata.PackageNotFoundError:
        recorded = []
    for file in recorded:
        if file.name == PROGRAM:
            yield Path(str(file.locate()))
    # `pip install --target` moves the scripts after it has recorded them.
    yield Path(__file__).resolve().parent.parent / "bin" / PROGRAM
    yield Path(sys.executable).parent / PROGRAM
