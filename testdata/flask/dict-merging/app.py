from flask import Flask

base = {"SECRET_KEY": "base", "SESSION_COOKIE_NAME": "base"}
app = Flask(__name__)
app.config.update({**base, "SECRET_KEY": "merged"} | {"SESSION_COOKIE_SECURE": True})
base.update(base, SESSION_COOKIE_PATH="/base")
app.config.from_mapping(**{key: value for key, value in base.items() if key.endswith("PATH")})
chosen = {True: "yes", False: "no"}
app.config["SESSION_COOKIE_NAME"] = chosen.get("a" == "a", "neither")
