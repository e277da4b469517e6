from flask import Flask


def settings():
    yield "SECRET_KEY", "yielded"
    for flag in ("SECURE", "PARTITIONED"):
        yield f"SESSION_COOKIE_{flag}", True


app = Flask(__name__)
app.config.update(settings())
for key, value in zip(["SESSION_COOKIE_NAME"], map(str.lower, ["NAME"])):
    app.config[key] = value
