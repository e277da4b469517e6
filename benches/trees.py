#!/usr/bin/env python3
"""Makes the trees that benches/peers.py lints, from packages of PyPI at fixed versions.

`packages/` holds the Python files of Flask projects (as sdists, with their tests) and of large packages that have
nothing to do with Flask, but for mlflow (as wheels, since nothing need be built for that); `libraries/` those of the
latter alone, by hard links; `copies/` holds all of it over and over, up to as many files as are asked for; `one/` is a
project of one file. It needs pip, 1 GB below the folder and, once, the network.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

SDISTS = {
    "apache-superset": "6.1.0",
    "apiflask": "3.1.2",
    "flask": "3.1.3",
    "flask-admin": "2.2.1",
    "flask-appbuilder": "5.3.0",
    "flask-security": "5.9.2",
    "quart": "0.22.0",
}
WHEELS = {
    "ansible-core": "2.19.14",
    "botocore": "1.44.8",
    "celery": "5.7.0",
    "django": "5.2.19",
    "matplotlib": "3.11.2",
    "mlflow": "3.18.0",
    "networkx": "3.6.1",
    "nltk": "3.10.4",
    "numpy": "2.4.6",
    "pandas": "3.1.1",
    "pip": "26.3",
    "scikit-learn": "1.9.1",
    "scipy": "1.17.1",
    "setuptools": "84.2.1",
    "sqlalchemy": "2.1.9",
    "statsmodels": "0.15.0",
    "sympy": "1.14.0",
    "transformers": "5.24.0",
    "twisted": "26.10.0",
}
"""Such a project as a beginner writes, for the time from start to exit."""
ONE = 'from flask import Flask\n\napp = Flask(__name__)\napp.config["SECRET_KEY"] = "dev"\n'


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, nargs="?", default=Path("target/bench"))
    arguments.add_argument("--copies", type=int, default=0, help="how many files copies/ has; 0 for none")
    options = arguments.parse_args()
    make(options.folder, options.copies)


def make(folder: Path, files: int) -> None:
    """Makes what is not there yet."""
    packages, libraries, copies, one = (folder / name for name in ["packages", "libraries", "copies", "one"])
    if not packages.exists():
        archives = folder / "archives"
        archives.mkdir(parents=True, exist_ok=True)
        download("--no-binary", SDISTS, archives)
        download("--only-binary", WHEELS, archives)
        partial = folder / "packages.partial"
        shutil.rmtree(partial, ignore_errors=True)
        for archive in sorted(archives.iterdir()):
            unpack(archive, partial / archive.name.split("-")[0])
        partial.rename(packages)
    if not libraries.exists():
        with_flask = {name.replace("-", "_") for name in [*SDISTS, "mlflow"]}
        partial = folder / "libraries.partial"
        shutil.rmtree(partial, ignore_errors=True)
        for package in packages.iterdir():
            if package.name not in with_flask:
                shutil.copytree(package, partial / package.name, copy_function=os.link)
        partial.rename(libraries)
    one.mkdir(parents=True, exist_ok=True)
    (one / "app.py").write_text(ONE)
    # A mark of a project's top: nothing above it is looked at.
    (one / "pyproject.toml").touch()
    count = len(python_files(packages))
    print(summary(packages))
    print(summary(libraries))
    if files:
        copy(packages, copies, max(1, round(files / count)))
        print(summary(copies))


def summary(folder: Path) -> str:
    return f"{folder.name}: {len(python_files(folder)):,} Python files, {size(folder) / 1e6:.0f} MB"


def download(kind: str, packages: dict[str, str], archives: Path) -> None:
    for name, version in packages.items():
        known = name.lower().replace("-", "_")
        if any(one.name.lower().replace("-", "_").startswith(f"{known}_{version}") for one in archives.iterdir()):
            continue
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:"]
        subprocess.run([*command, "--dest", archives, f"{name}=={version}"], check=True)


def unpack(archive: Path, target: Path) -> None:
    """The Python files of a wheel or an sdist."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(target, [name for name in opened.namelist() if name.endswith(".py")])
    else:
        with tarfile.open(archive) as opened:
            members = [one for one in opened if one.isfile() and one.name.endswith(".py")]
            opened.extractall(target, members, filter="data")


def copy(packages: Path, copies: Path, times: int) -> None:
    for number in range(times):
        target = copies / f"copy{number:02}"
        if not target.exists():
            shutil.copytree(packages, copies / "partial")
            (copies / "partial").rename(target)


def python_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if path.is_file()]


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in python_files(folder))


if __name__ == "__main__":
    main()
