from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config["SECRET_KEY_FALLBACKS"] = sorted([10, 9, 100])
app.config["TRUSTED_HOSTS"] = sorted(["localhost", "b", "a"], reverse=True)
app.config["SESSION_COOKIE_NAME"] = "".join(sorted("abc", key=lambda letter: -ord(letter)))
app.config["MAX_FORM_PARTS"] = len(set(["a", "a", "b"]))
for position, name in enumerate(["SECURE", "PARTITIONED"], start=1):
    app.config[f"SESSION_COOKIE_{name}"] = position == 1
app.config["MAX_COOKIE_SIZE"] = [3, 1, 2].index(1) + "banana".count("a")
