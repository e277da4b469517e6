from flask import Flask

app = Flask(__name__)
if (key := "".join(["wal", "rus"])) and len(key) > 3:
    app.config["SECRET_KEY"] = key
app.config["SESSION_COOKIE_NAME"] = (name := "sid") + name
