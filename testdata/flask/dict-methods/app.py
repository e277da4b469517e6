from flask import Flask
app = Flask(__name__)
d = {"SECRET_KEY": "a", "SESSION_COOKIE_SECURE": True, "X": 1}
key = d.pop("SECRET_KEY")
app.secret_key = key
d2 = dict(d)
d2.setdefault("SESSION_COOKIE_NAME", "n")
for k in list(d2):
    if k.startswith("SESSION"):
        app.config[k] = d2[k]
app.config |= [("SESSION_COOKIE_PATH", "/a")]
app.config.update(zip(["MAX_CONTENT_LENGTH", "MAX_FORM_PARTS"], [1, 2]))
app.config.update({**dict.fromkeys(["TESTING", "PROPAGATE_EXCEPTIONS"], True)})
