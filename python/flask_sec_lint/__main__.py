"""`python -m flask_sec_lint`: the program, for an interpreter whose scripts are not on the path."""

import os
import subprocess
import sys

from flask_sec_lint import find_program


def main() -> int:
    command = [find_program(), *sys.argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows has no exec that keeps the console until the program ends.
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
