import pickle

from flask import Flask

FROM_ELSEWHERE = pickle.loads(
    pickle.dumps({"SECRET_KEY": "from-elsewhere", "SESSION_COOKIE_NAME": "elsewhere", "SESSION_COOKIE_PATH": "/else"})
)

app = Flask(__name__)

updated = {"SECRET_KEY": "change-me-please", "TESTING": True}
updated.update(FROM_ELSEWHERE)
updated["TESTING"] = False
app.config.update(updated)

named = {"SESSION_COOKIE_NAME": "sid"}
named |= FROM_ELSEWHERE
app.config["SESSION_COOKIE_NAME"] = named["SESSION_COOKIE_NAME"]

app.config["SESSION_COOKIE_PATH"] = {**{"SESSION_COOKIE_PATH": "/app"}, **FROM_ELSEWHERE}["SESSION_COOKIE_PATH"]
app.config["SESSION_COOKIE_DOMAIN"] = dict({"SESSION_COOKIE_DOMAIN": "example.com"}, **FROM_ELSEWHERE)["SESSION_COOKIE_DOMAIN"]
