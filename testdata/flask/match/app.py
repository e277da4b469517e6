from flask import Flask


def mode(value):
    match value:
        case "production" | "prod":
            return {"SESSION_COOKIE_SECURE": True}
        case {"name": str(name), **rest}:
            return {"SESSION_COOKIE_NAME": name, **rest}
        case [first, *others] if others:
            return {"SESSION_COOKIE_PATH": first}
        case None:
            return {}
        case _:
            return {"SESSION_COOKIE_SECURE": "other"}


app = Flask(__name__)
app.secret_key = "k"
app.config.update(mode("prod"))
app.config.update(mode({"name": "matched", "SESSION_COOKIE_SAMESITE": "Lax"}))
app.config.update(mode(["/list", 1]))
app.config.update(mode(None))
