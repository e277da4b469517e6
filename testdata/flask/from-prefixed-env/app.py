from flask import Flask

app = Flask(__name__)
app.config.from_mapping(SECRET_KEY="dev", SESSION_COOKIE_SECURE=False)
app.config.from_prefixed_env()
app.config["SESSION_COOKIE_PATH"] = "/fixed"
