#!/usr/bin/env python3
"""Measures this program beside ripgrep, ruff and bandit on the same trees, and draws what comes of it.

The trees are those of benches/trees.py and testdata/. The programs run in turn, so that whatever else the machine does
hits all of them; medians are compared. ruff and bandit come from PyPI at fixed versions, ripgrep from the PATH; it is
left out where there is none. What takes more than half a minute is run once. Peak memory is no less than what this script
has itself, some 20 MB: a process begins as a copy of it.

    cargo build --release && benches/peers.py      # a table; some minutes
    benches/peers.py --chart benches/speed.svg     # and the chart of the README
"""

import argparse
import datetime
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import trees

TOP = Path(__file__).parent.parent
PEERS = {"ruff": "0.17.6", "bandit": "1.9.4"}
OURS = "flask-sec-lint"
"""Seconds after which a program is not run again."""
SLOW = 30


@dataclass
class Cost:
    """What the runs of a program on a tree took: seconds by the clock and of the processors, peak memory in MB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def medians(self) -> tuple[float, float, float]:
        return statistics.median(self.wall), statistics.median(self.cpu), statistics.median(self.memory)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--folder", type=Path, default=TOP / "target/bench", help="where the trees are made")
    arguments.add_argument("--program", type=Path, default=TOP / "target/release" / OURS)
    arguments.add_argument("--without", default="", help="peers that are not measured: bandit takes minutes")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--copies", type=int, default=0, help="also measure a tree of so many files, e.g. 200000")
    arguments.add_argument("--chart", type=Path, help="where the chart is written")
    options = arguments.parse_args()
    trees.make(options.folder, options.copies)
    commands = programs(options.folder, options.program.resolve())
    for name in options.without.split(","):
        commands.pop(name, None)
    measured = {}
    names = ["packages", "libraries", "copies", "one"]
    for tree in [*(options.folder / name for name in names), TOP / "testdata"]:
        if tree.exists() and (tree.name != "copies" or options.copies):
            measured[tree.name] = compare(tree, commands, options.rounds)
            print(table(tree.name, measured[tree.name]), flush=True)
    if options.chart:
        options.chart.write_text(chart(measured["packages"], trees.summary(options.folder / "packages")))


def programs(folder: Path, program: Path) -> dict[str, list[str]]:
    """The command lines, without the tree."""
    venv = folder / "venv"
    stamp = venv / "installed.txt"
    wanted = " ".join(f"{name}=={version}" for name, version in PEERS.items())
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin/python", "-m", "pip", "install", "--quiet", *wanted.split()], check=True)
        stamp.write_text(wanted)
    words = "SECRET_KEY|secret_key|SESSION_COOKIE|Flask"
    commands = {
        OURS: [str(program), "--isolated", "--exit-zero", "--output-format", "json"],
        "rg": ["rg", "--files-with-matches", "--glob", "*.py", words],
        "ruff": [str(venv / "bin/ruff"), *"check --isolated --no-cache --exit-zero --select S105,S106,S107,S201".split()],
        "bandit": [str(venv / "bin/bandit"), *"-r -q --exit-zero -f json -t B105,B106,B107,B201".split()],
        # What it takes to start anything at all.
        "true": ["true"],
    }
    for name in [name for name, command in commands.items() if shutil.which(command[0]) is None]:
        print(f"{name} is not here, so it is not measured")
        del commands[name]
    return commands


def compare(tree: Path, commands: dict[str, list[str]], rounds: int) -> dict[str, Cost]:
    """Runs all programs in turn, once more than is counted: the first time the files may not be in memory."""
    costs = {name: Cost() for name in commands if name != "true" or tree.name == "one"}
    slow = set()
    for number in range(rounds + 1):
        for name in [name for name in costs if name not in slow]:
            wall, cpu, memory = run([*commands[name], str(tree)])
            if wall > SLOW:
                slow.add(name)
            if number > 0 or name in slow:
                costs[name].wall.append(wall)
                costs[name].cpu.append(cpu)
                costs[name].memory.append(memory)
    return costs


def run(command: list[str]) -> tuple[float, float, float]:
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    # rg says 1 where nothing matches.
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit status {child.returncode}")
    unit = 1024 if sys.platform == "linux" else 1
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def table(tree: str, costs: dict[str, Cost]) -> str:
    lines = [
        f"\n{machine()}, median of {max(len(cost.wall) for cost in costs.values())} runs",
        f"| {tree} | seconds | × ours | processor seconds | × ours | peak MB | × ours |",
        "|---|---|---|---|---|---|---|",
    ]
    ours = costs[OURS].medians()
    for name, cost in costs.items():
        cells = (f"{value:.3g} | {value / own:.2g}" for value, own in zip(cost.medians(), ours))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """What was measured on, without its name."""
    model = platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        names = [line.split(":")[1].strip() for line in about.read_text().splitlines() if line.startswith("model name")]
        model = f"{names[0]} ({model})" if names else model
    return f"{model}, {os.cpu_count()} processors, {platform.system()}, {datetime.date.today()}"


def chart(costs: dict[str, Cost], tree: str) -> str:
    """Two groups of bars, on a logarithmic scale."""
    parts = []
    top = 74
    for title, index, unit in [("Processor time", 1, "s"), ("Peak memory", 2, "MB")]:
        values = {name: cost.medians()[index] for name, cost in costs.items()}
        parts.append(f'<text x="16" y="{top}" class="title">{title}</text>')
        for name, value in sorted(values.items(), key=lambda pair: pair[1]):
            top += 24
            parts.append(bar(top, name, value, values[OURS], min(values.values()), max(values.values()), unit))
        top += 44
    style = (
        "text{font:13px sans-serif;fill:#57606a}.title,.ours{font-weight:bold}"
        "rect{fill:#8c959f}rect.ours{fill:#2da44e}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {top}" width="720" height="{top}" role="img">'
        f"<title>Time and memory of {OURS} and its peers</title><style>{style}</style>"
        f'<text x="16" y="24">{tree}; logarithmic scale</text>'
        f'<text x="16" y="44">{machine()}</text>'
    )
    return head + "\n" + "\n".join(parts) + "\n</svg>\n"


def bar(top: int, name: str, value: float, ours: float, least: float, most: float, unit: str) -> str:
    width = 30 + 330 * math.log10(value / least) / max(math.log10(most / least), 1e-9)
    kind = ' class="ours"' if name == OURS else ""
    ratio = "" if name == OURS else f" ({value / ours:.2g} ×)"
    return (
        f'<text x="112" y="{top + 13}" text-anchor="end"{kind}>{name}</text>'
        f'<rect x="122" y="{top}" width="{width:.0f}" height="17"{kind}/>'
        f'<text x="{130 + width:.0f}" y="{top + 13}"{kind}>{value:.3g} {unit}{ratio}</text>'
    )


if __name__ == "__main__":
    main()
