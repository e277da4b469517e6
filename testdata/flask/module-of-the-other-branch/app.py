import os

from flask import Flask

app = Flask(__name__)
if os.environ.get("COOKIE_SECURE"):
    import changing
else:
    import reading

    app.config["SESSION_COOKIE_PATH"] = reading.NAME
import reading

app.config["SESSION_COOKIE_NAME"] = reading.NAME

if os.environ.get("COOKIE_SECURE"):
    import early
else:
    os.environ["WHEN"] = "late"
    import early

    app.config["SESSION_COOKIE_DOMAIN"] = early.WHEN


def configured():
    if os.environ.get("COOKIE_SECURE"):
        import leaving

        return leaving.MODE
    os.environ["MODE"] = "staying"
    import leaving

    return leaving.MODE


app.config["SESSION_COOKIE_SAMESITE"] = "Strict" if configured() == "staying" else "Lax"
import early
import leaving

app.config.from_object(early)
app.config["SECRET_KEY"] = leaving.MODE

if not os.environ.get("COOKIE_SECURE"):
    os.environ["LATER"] = "prepared"
    import shared
else:
    import sharing

    app.config["MAX_FORM_PARTS"] = len(sharing.LATER)
import sharing

app.config["SESSION_COOKIE_HTTPONLY"] = sharing.LATER == "prepared"
