import os

from flask import Flask

app = Flask(__name__)
names = ["first"]
if os.environ.get("COOKIE_SECURE"):
    names.append("secure")
for name in names:
    app.config["SESSION_COOKIE_DOMAIN"] = name
for name in names:
    if name == "secure":
        break
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax" if len(name) == 5 else "Strict"
else:
    app.config["SESSION_COOKIE_PARTITIONED"] = True
names.append("last")
app.config["SESSION_COOKIE_NAME"] = names[1]
app.config["SECRET_KEY"] = names[0] + names[-1]
first, *rest = names
app.config["SESSION_COOKIE_PATH"] = "/" + rest[0]
app.config["SESSION_COOKIE_SECURE"] = len(rest) > 1
app.config["SESSION_COOKIE_HTTPONLY"] = names.pop(1) == "last"
