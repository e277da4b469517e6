"""Writes a wheel of flask-sec-lint that holds an unoptimised program, to be installed as a released one would be.

Usage: python stand_in.py PROGRAM VERSION FOLDER
"""

import sys
import zipfile
from pathlib import Path

program, version, folder = sys.argv[1:]
stem = f"flask_sec_lint-{version}"
files = {
    f"{stem}.data/scripts/flask-sec-lint": Path(program).read_bytes(),
    f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: flask-sec-lint\nVersion: {version}\n".encode(),
    f"{stem}.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n",
}
files[f"{stem}.dist-info/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{stem}.dist-info/RECORD"]).encode()
with zipfile.ZipFile(Path(folder, f"{stem}-py3-none-any.whl"), "w") as wheel:
    for name, content in files.items():
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o100755 << 16
        wheel.writestr(entry, content)
