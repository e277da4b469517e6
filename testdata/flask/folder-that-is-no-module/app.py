from flask import Flask

app = Flask(__name__)
app.secret_key = "tried"
try:
    from data import SECRET_KEY as key
except ImportError:
    key = "no such name"
try:
    import nowhere
except ImportError:
    nowhere = None
import static

app.secret_key = key
app.config["SESSION_COOKIE_NAME"] = "none" if nowhere is None else "some"
app.config["SESSION_COOKIE_SECURE"] = static.__name__ == "static"
