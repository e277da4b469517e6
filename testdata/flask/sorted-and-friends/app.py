from flask import Flask

app = Flask(__name__)
app.secret_key = "".join(sorted("secret"))
app.config["MAX_FORM_PARTS"] = sum([1, 2, 3]) + max(4, 2) * min([5, 6])
app.config["SESSION_COOKIE_SECURE"] = any([0, "", "x"]) and all([])
app.config["SESSION_COOKIE_NAME"] = dict(zip("ab", ["x", "y"]))["b"]
app.config["SECRET_KEY_FALLBACKS"] = list(filter(None, ["", "old"])) + list(map(str, range(2)))
app.config["MAX_COOKIE_SIZE"] = len({1, 2, 2, 3})
app.config["MAX_CONTENT_LENGTH"] = abs(-5) + int("0x10", 16) + ord("a")
