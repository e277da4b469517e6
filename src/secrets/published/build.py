#!/usr/bin/env python3
"""Builds the table of published keys: keys.bin and origins.txt, both beside this script.

    pip download --no-deps flask-unsign-wordlist==2024.1
    python -m zipfile -e flask_unsign_wordlist-2024.1-*.whl wordlist
    python src/secrets/published/build.py wordlist/flask_unsign_wordlist/wordlists/all.txt

keys.bin holds the first 8 bytes of the SHA-256 of each key as a little-endian number, sorted, without
repetition: no key can be read from it. origins.txt says for the keys of testdata/keys/known-keys.json where
they are published: a hash in hexadecimal, a space, the place. Reads no network; the same input gives the same bytes.
"""

import ast
import hashlib
import json
import pathlib
import struct
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = HERE.parents[2] / "testdata" / "keys" / "known-keys.json"

# The wordlist itself is what the program names when it has nothing better.
WORDLIST = "flask-unsign-wordlist 2024.1"

# Notes of known-keys.json that do not read well after "published in".
REWORDED = {
    "Flask test-suite; greyli/bluelog": "Flask's test suite and the Bluelog example app",
    "Flask test-suite": "Flask's test suite",
    "Flask test-suite / pyfile docs": "Flask's test suite",
    "Flask tutorial factory": "Flask's tutorial",
    "Flask 0.x tutorial (flaskr, minitwit) and config.py docstring": "Flask's tutorial (flaskr, minitwit)",
    "Miguel Grinberg, Flasky (book)": "Miguel Grinberg's book (Flasky)",
    "Miguel Grinberg, Mega-Tutorial microblog": "Miguel Grinberg's Flask Mega-Tutorial",
    "Miguel Grinberg REST-auth": "Miguel Grinberg's REST-auth example",
    "Corey Schafer Flask blog series": "Corey Schafer's Flask blog series",
    "gothinkster flask-realworld-example-app default": "the RealWorld example app for Flask",
    "PowerDNS-Admin default": "PowerDNS-Admin's default settings",
    "searxng settings.yml default (refuses to start)": "SearXNG's default settings",
    "Flask-MonitoringDashboard security_token default": "Flask-MonitoringDashboard's default settings",
    "Flask-MonitoringDashboard.bind() sets it when the app has none": "Flask-MonitoringDashboard, which sets it when the app has none",
    "HOT tasking-manager test fallback": "HOT Tasking Manager's default settings",
    "seen as fallback in public apps (2 repositories)": "the fallbacks of several public apps",
    "seen as fallback in public apps": "the fallbacks of several public apps",
    "LLM-style fallback, 2 repositories": "the fallbacks of several public apps",
    "LLM-style fallback": "the fallbacks of several public apps",
    "fallback in public apps": "the fallbacks of several public apps",
    "fallback in public apps (JWT)": "the fallbacks of several public apps",
    "pear-admin-flask default": "Pear Admin Flask's default settings",
    "Apache Superset default until January 2022 and Flask-AppBuilder skeleton; CVE-2023-27524": "Apache Superset's default settings until 2022 (CVE-2023-27524)",
    "Apache Superset default since January 2022, superset/constants.py": "Apache Superset's default settings",
    "Apache Airflow 1.10 airflow.cfg; CVE-2020-17526": "Apache Airflow 1.10's default settings (CVE-2020-17526)",
    "Redash, REDASH_COOKIE_SECRET default in older releases (current releases refuse to start without one)": "Redash's default settings in older releases",
    "Flask-Imp docs; common": "Flask-Imp's documentation",
    "Flask-SocketIO README": "Flask-SocketIO's README",
    "Flask-SocketIO sessions example": "Flask-SocketIO's examples",
}


def encodings(key):
    """The bytes that a literal may be: UTF-8 as Flask encodes a str, Latin-1 as Python 2 and b"" had it."""
    if isinstance(key, bytes):
        return {key}
    found = set()
    for encoding in ("utf-8", "latin-1"):
        try:
            found.add(key.encode(encoding))
        except UnicodeEncodeError:
            pass
    return found


def digest(key):
    """The number that stands for a key."""
    return struct.unpack("<Q", hashlib.sha256(key).digest()[:8])[0]


def wordlist_keys(path):
    """The keys of the wordlist, one Python string literal a line, and how many lines are none."""
    keys, broken = set(), 0
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            try:
                key = ast.literal_eval(line.strip("\n"))
            except (SyntaxError, ValueError):
                broken += 1
                continue
            if isinstance(key, (str, bytes)) and key:
                keys |= encodings(key)
    return keys, broken


def origin(source):
    """The place as it reads after "published in"."""
    if source in REWORDED:
        return REWORDED[source]
    return source.replace("Flask docs", "Flask's documentation,", 1).replace("test-suite", "test suite")


def main(path):
    warnings.simplefilter("ignore")
    keys, broken = wordlist_keys(path)
    origins = {}
    for known in json.loads(KNOWN.read_text(encoding="utf-8")):
        for key in encodings(known["key"]):
            keys.add(key)
            if known["source"] != WORDLIST:
                origins[digest(key)] = origin(known["source"])
    hashes = sorted({digest(key) for key in keys})
    (HERE / "keys.bin").write_bytes(b"".join(struct.pack("<Q", number) for number in hashes))
    lines = [f"{number:016x} {place}\n" for number, place in sorted(origins.items())]
    (HERE / "origins.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(hashes)} keys, {len(origins)} with a known place, {broken} lines that are no literal")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} WORDLIST")
    main(sys.argv[1])
