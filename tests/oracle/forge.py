"""Forges session cookies for real Flask apps, as somebody who has the key does.

Reads one job a line, {"folder", "keys"}, and answers each with one line: {"accepted": [...]}. For each key, given as hex, it
says whether the app that `app.py` in the folder makes takes a session that was signed with it, and nothing else, for
its own. The signer is itsdangerous alone, so nothing of the app's own configuration reaches the cookie.
"""

import hashlib
import importlib.util
import json
import os
import sys

from flask.json.tag import TaggedJSONSerializer
from itsdangerous import URLSafeTimedSerializer


def load(folder):
    spec = importlib.util.spec_from_file_location("app", os.path.join(folder, "app.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def forged(key):
    signer = URLSafeTimedSerializer(
        key,
        salt="cookie-session",
        serializer=TaggedJSONSerializer(),
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
    )
    return signer.dumps({"user": "admin"})


def accepts(app, key):
    client = app.test_client()
    client.set_cookie("session", forged(key))
    return client.get("/who").get_data(as_text=True) == "admin"


def main():
    for line in sys.stdin:
        job = json.loads(line)
        app = load(job["folder"])
        keys = [bytes.fromhex(key) for key in job["keys"]]
        print(json.dumps({"accepted": [accepts(app, key) for key in keys]}), flush=True)


if __name__ == "__main__":
    main()
