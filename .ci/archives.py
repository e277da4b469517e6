"""Makes an archive with the program alone from each wheel in a folder, then SHA256SUMS of all files there.

Usage: python3 .ci/archives.py FOLDER
"""

import gzip
import hashlib
import io
import sys
import tarfile
import zipfile
from pathlib import Path

PROGRAMS = ("flask-sec-lint", "flask-sec-lint.exe")
TEXTS = ("LICENSE", "README.md", "CHANGELOG.md")
SUMS = "SHA256SUMS"


def main(folder: Path) -> None:
    for wheel in sorted(folder.glob("*.whl")):
        # `flask_sec_lint-0.1.0-py3-none-PLATFORM.whl`; a platform that has two names is called by its first.
        _, version, _, _, platform = wheel.stem.split("-")
        stem = f"flask-sec-lint-{version}-{platform.split('.')[0]}"
        name, program = program_in(wheel)
        files = [(name, program, 0o755)]
        files += [(text, Path(text).read_bytes(), 0o644) for text in TEXTS]
        if name.endswith(".exe"):
            write_zip(folder / f"{stem}.zip", stem, files)
        else:
            write_tar(folder / f"{stem}.tar.gz", stem, files)
    write_sums(folder)


def program_in(wheel: Path) -> tuple[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        found = [path for path in archive.namelist() if path.rsplit("/", 1)[-1] in PROGRAMS]
        if len(found) != 1:
            raise SystemExit(f"{wheel.name} holds {len(found)} programs instead of one: {found}")
        return found[0].rsplit("/", 1)[-1], archive.read(found[0])


def write_tar(path: Path, stem: str, files: list[tuple[str, bytes, int]]) -> None:
    # Without times, so that the same files are the same archive.
    with gzip.GzipFile(path, "wb", mtime=0) as compressed, tarfile.open(fileobj=compressed, mode="w") as archive:
        for name, content, mode in files:
            member = tarfile.TarInfo(f"{stem}/{name}")
            member.size, member.mode = len(content), mode
            archive.addfile(member, io.BytesIO(content))


def write_zip(path: Path, stem: str, files: list[tuple[str, bytes, int]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, _ in files:
            archive.writestr(zipfile.ZipInfo(f"{stem}/{name}"), content, zipfile.ZIP_DEFLATED)


def write_sums(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / SUMS).write_text("".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
