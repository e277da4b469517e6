from flask import Flask


def write(app, name, /, value, *rest, prefix="SESSION_COOKIE_", **settings):
    app.config[prefix + name] = value
    for key, item in zip(["SESSION_COOKIE_PATH", "SERVER_NAME"], rest):
        app.config[key] = item
    app.config.update(settings)


app = Flask(__name__)
app.secret_key = "k"
write(app, "SECURE", True)
write(*[app, "NAME", "sid"], "/path", **{"MAX_FORM_PARTS": 5})
write(app, "SECRET_KEY", prefix="", value="replaced")
