#!/usr/bin/env python3
"""Measures how time and memory grow with what is worst: twice as much may take twice as long, and not four times.

Each case makes a project of a given size in a temporary folder and runs the program on it with one thread, at a half
and at the whole of the size. What it costs is the processor time of the child, so a busy machine hardly changes it.
The exit status is 1 if a case needs more memory than it may or finds something else than it should, and, unless it
runs as a test (`--untimed`), if it takes longer or grows faster. It needs Python 3.11, a Unix, and nothing else.

    benches/growth.py PROGRAM             # the sizes that the bounds are stated for; some minutes
    benches/growth.py PROGRAM --part 8    # an eighth of them, with an eighth of the time: for a slow build
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Files = Iterator[tuple[str, str]]
HEAD = "from flask import Flask\napp = Flask(__name__)\n"
KEY = "app.config['SECRET_KEY'] = 'dev'\n"
APP = HEAD + KEY
"""Time that any run takes, however small: what is too short to be compared."""
FLOOR = 0.25


@dataclass
class Case:
    """What is measured, and what it may cost at its full size."""

    name: str
    make: Callable[[int], Files]
    size: int
    unit: str
    seconds: float
    megabytes: int
    """How many apps there must be in a project of a size."""
    apps: Callable[[int], int] = lambda _: 1


def data(size: int) -> Files:
    """One file of so many KiB: a table of long texts."""
    line = f"    ('{'0123456789abcdef' * 12}', 1),\n"
    yield "app.py", APP + "from tables import *\n"
    yield "tables.py", "import flask\nTABLE = [\n" + line * (size * 1024 // len(line)) + "]\n"


def code(size: int) -> Files:
    """One file of so many KiB: functions, classes, tables and calls, as code that was generated has them."""
    yield "app.py", APP + "from tables import *\n"
    part = (
        "def handler_{0}(request, retries=3, *, names=('a', 'b')):\n"
        "    if request.kind == {0} and retries:\n        return dict(code={0}, text='message {0}')\n"
        "    return [name.upper() for name in names]\n"
        "class Record_{0}(object):\n    kind = {0}\n    fields = {{'id': int, 'name': str}}\n"
        "TABLE_{0} = {{'first': [1, 2, 3], 'second': 'text {0}', 'third': (None, True)}}\n"
    )
    text, length = [], 0
    while length < size * 1024:
        text.append(part.format(len(text)))
        length += len(text[-1])
    yield "tables.py", "import flask\n" + "".join(text)


def many_apps(size: int) -> Files:
    """So many services in one repository, each with a configuration and a factory of its own."""
    for number in range(size):
        folder = f"services/service{number:05}"
        yield f"{folder}/service{number:05}_config.py", f"class Config:\n    SECRET_KEY = 'dev'\n    PORT = {number}\n"
        yield (
            f"{folder}/wsgi.py",
            f"from flask import Flask\nfrom service{number:05}_config import Config\n\n"
            "def create_app(config=Config):\n    app = Flask(__name__)\n    app.config.from_object(config)\n"
            "    return app\n\napplication = create_app()\n",
        )


def apps_in_one_file(size: int) -> Files:
    """So many apps that one module makes."""
    apps = (f"app_{n} = Flask('app_{n}')\napp_{n}.config['SECRET_KEY'] = 'dev'\n" for n in range(size))
    yield "app.py", "from flask import Flask\n" + "".join(apps)


def rings(size: int) -> Files:
    """A package of so many modules that import each other, all of which name Flask."""
    yield "app.py", APP + "import ring.module0\n"
    yield "ring/__init__.py", ""
    for number in range(size):
        others = sorted({(number * 7 + 1) % size, (number + 1) % size, (number * 3 + 2) % size} - {number})
        imports = "".join(f"from ring import module{other}\n" for other in others)
        yield f"ring/module{number}.py", f"{imports}import flask\n\ndef work():\n    return module{others[0]}.work()\n"


def chain(size: int) -> Files:
    """A configuration class with so many ancestors."""
    classes = ["class Config0:\n    SECRET_KEY = 'dev'\n"]
    classes += [f"class Config{n}(Config{n - 1}):\n    OPTION_{n} = {n}\n" for n in range(1, size)]
    yield "app.py", HEAD + "".join(classes) + f"app.config.from_object(Config{size - 1})\n"


def calls(size: int) -> Files:
    """A function that so many places call, each of which sets something."""
    head = "import os\ndef flag(name, default='no'):\n    text = os.environ.get(name, default).strip().lower()\n"
    head += "    for word in ('1', 'yes', 'true', 'on'):\n        if text == word:\n            return True\n"
    head += "    return False\n"
    yield "app.py", APP + head + "".join(f"app.config['OPTION_{n}'] = flag('OPTION_{n}')\n" for n in range(size))


def branches(size: int) -> Files:
    """A factory with so many branches, one after the other, that nobody can decide."""
    parts = (f"    if options.get('o{n}'):\n        app.config['OPTION_{n}'] = options['o{n}']\n" for n in range(size))
    yield "app.py", factory("".join(parts))


def elifs(size: int) -> Files:
    """A factory with so many branches of one `if`."""
    parts = (f"    elif kind == 'k{n}':\n        app.config['OPTION'] = {n}\n" for n in range(size))
    yield "app.py", factory("    kind = options.get('kind')\n    if kind is None:\n        pass\n" + "".join(parts))


def returns(size: int) -> Files:
    """A factory that so many branches leave."""
    parts = (f"    if options.get('o{n}'):\n        app.config['OPTION'] = {n}\n        return app\n" for n in range(size))
    yield "app.py", factory("".join(parts))


def exits(size: int) -> Files:
    """A function that so many branches leave, each with all that it has written before."""
    head = "def pick(options):\n    table = {}\n    for number in range(1000):\n        table[number] = number\n"
    parts = (f"    if options.get('o{n}'):\n        return table\n" for n in range(size))
    yield "app.py", APP + head + "".join(parts) + "    return None\n\npick(app.extensions)\n"


def factory(body: str) -> str:
    head = "from flask import Flask\ndef create_app(options):\n    app = Flask(__name__)\n"
    return head + "    app.config['SECRET_KEY'] = 'dev'\n" + body + "    return app\n"


def tests(size: int) -> Files:
    """So many tests that each make the app."""
    yield "shop/__init__.py", factory("    from shop import views\n")
    yield "shop/views.py", "import flask\n" + "".join(f"def view{n}():\n    return flask.g\n" for n in range(100))
    for number in range(size // 10):
        functions = (f"def test_{n}():\n    app = create_app({{}})\n    app.config['TESTING'] = True\n" for n in range(10))
        yield f"tests/test_{number}.py", "from shop import create_app\n" + "".join(functions)


def files(size: int) -> Files:
    """So many files without Flask around one app."""
    yield "app.py", APP
    for number in range(size):
        body = "".join(f"def function_{n}(self, text):\n    return text.split('{n}')\n" for n in range(50))
        yield f"package{number % 100}/module{number}.py", "import os\n" + body


CASES = [
    Case("one file of data", data, 50_000, "KiB", 20, 1_000),
    Case("one file of code", code, 10_000, "KiB", 20, 1_500),
    # More than is parsed.
    Case("one larger file of code", code, 50_000, "KiB", 10, 500),
    Case("many apps", many_apps, 2_000, "apps", 20, 500, lambda size: size),
    Case("apps in one file", apps_in_one_file, 2_000, "apps", 20, 500, lambda size: size),
    Case("modules in rings", rings, 10_000, "modules", 60, 1_000),
    Case("chain of classes", chain, 500, "classes", 10, 300),
    Case("calls of one function", calls, 1_000, "calls", 10, 300),
    Case("branches", branches, 5_000, "branches", 20, 500),
    Case("elif", elifs, 5_000, "branches", 20, 500),
    Case("early returns", returns, 5_000, "branches", 20, 500),
    Case("returns after writes", exits, 2_000, "branches", 20, 200),
    Case("tests that make the app", tests, 2_000, "tests", 20, 500),
    Case("other files", files, 20_000, "files", 20, 200),
]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=Path, nargs="?", default=Path("target/release/flask-sec-lint"))
    arguments.add_argument("--part", type=int, default=1, help="measure one in so many of the full size")
    arguments.add_argument("--only", default="", help="cases with this in their names")
    arguments.add_argument("--untimed", action="store_true", help="print times, and judge memory and results only")
    arguments.add_argument("--write", type=Path, help="measure nothing: write the projects into this folder")
    options = arguments.parse_args()
    wrong = []
    cases = [case for case in CASES if options.only in case.name]
    if options.write:
        for case in cases:
            write(case, max(2, case.size // options.part), options.write / case.name.replace(" ", "-"))
        return 0
    print(f"{'case':26} {'size':>16} {'seconds':>8} {'MB':>6}   growth for twice the size")
    for case in cases:
        wrong += measure(case, options.program.resolve(), options.part, not options.untimed)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


def measure(case: Case, program: Path, part: int, timed: bool) -> list[str]:
    whole = max(2, case.size // part)
    half, _ = cost(case, program, whole // 2)
    seconds, megabytes = cost(case, program, whole)
    growth = max(seconds, FLOOR) / max(half, FLOOR)
    print(f"{case.name:26} {whole:7} {case.unit:8} {seconds:8.2f} {megabytes:6.0f}   {growth:.1f}", flush=True)
    wrong = []
    if timed and seconds > case.seconds:
        wrong.append(f"{case.name}: {seconds:.1f} s is more than {case.seconds} s")
    if timed and growth > 3:
        wrong.append(f"{case.name}: twice the size takes {growth:.1f} times as long")
    if megabytes > case.megabytes:
        wrong.append(f"{case.name}: {megabytes:.0f} MB is more than {case.megabytes} MB")
    return wrong


def cost(case: Case, program: Path, size: int) -> tuple[float, float]:
    """Processor time in seconds and peak memory in MB of a run on the project of a size."""
    with tempfile.TemporaryDirectory() as folder:
        write(case, size, Path(folder))
        command = [program, "--isolated", "--exit-zero", "--threads", "1", "--output-format", "json", folder]
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            report = output.read()
    if child.returncode != 0:
        sys.exit(f"{case.name}: exit status {child.returncode}: {report[-2000:].decode()}")
    # Problems are noted before the report.
    found = json.loads(report[max(0, report.find(b'{\n')) :])
    apps, wanted = found["summary"]["apps"], case.apps(size)
    if apps != wanted or not found["findings"]:
        sys.exit(f"{case.name}: {apps} apps and {len(found['findings'])} findings where there are {wanted} apps")
    # Linux counts KiB, others bytes.
    unit = 1024 if sys.platform == "linux" else 1
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def write(case: Case, size: int, folder: Path) -> None:
    """Writes the project of a case, in a process of its own: its memory would count as the program's."""
    child = os.fork()
    if child == 0:
        for name, text in case.make(size):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{case.name}: the project cannot be written")


if __name__ == "__main__":
    sys.exit(main())
