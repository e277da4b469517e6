from quart import Quart

app = Quart(__name__)
app.config.from_mapping(SECRET_KEY="k", SESSION_COOKIE_SECURE=True)
app.config["SESSION_COOKIE_NAME"] = "q"
