import os
import time
from flask import Flask

IS_OLD = os.environ.get("IS_OLD") == "yes"


def early():
    found = {"SESSION_COOKIE_NAME": "early"}
    if IS_OLD:
        found["SESSION_COOKIE_SECURE"] = True
        return found
    found["SESSION_COOKIE_HTTPONLY"] = False
    return found


def nested():
    found = {"SESSION_COOKIE_PATH": "/nested"}
    if not IS_OLD:
        inner = {"SESSION_COOKIE_DOMAIN": "nested.example.com"}
        if IS_OLD:
            inner["SESSION_COOKIE_DOMAIN"] = "old.example.com"
            inner["SESSION_REFRESH_EACH_REQUEST"] = False
            found["SESSION_COOKIE_PATH"] = "/old"
            return inner
        inner["SESSION_COOKIE_SAMESITE"] = "Lax"
        found.update(inner)
    else:
        found["SESSION_COOKIE_PATH"] = "/very/old"
    return found


def looped():
    found = {"MAX_COOKIE_SIZE": 1}
    # Nobody can tell without running it.
    if time.time() < 1000:
        found["MAX_FORM_PARTS"] = 1
        return found
    for size in (2, 3):
        one = {}
        if IS_OLD:
            one["MAX_COOKIE_SIZE"] = size
            found.update(one)
            break
        one["MAX_CONTENT_LENGTH"] = size
        if not IS_OLD:
            found.update(one)
            continue
        found["TESTING"] = True
    return found


def made():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "made"
    if IS_OLD:
        app.config["PROPAGATE_EXCEPTIONS"] = True
        return app
    try:
        app.config.update(early())
        if IS_OLD:
            raise KeyError("old")
    except KeyError:
        app.config["TRAP_HTTP_EXCEPTIONS"] = True
        return app
    app.config.update(nested())
    app.config.update(looped())
    return app


app = made()
