from flask import Flask

RAW = {"secret_key": "upper", "session_cookie_secure": True, "skip_me": 1}
app = Flask(__name__)
app.config.update({key.upper(): value for key, value in RAW.items() if not key.startswith("skip")})
app.config["TRUSTED_HOSTS"] = [host for host in ("a.example", "b.example", "") if host]
app.config["SECRET_KEY_FALLBACKS"] = [f"old-{number}" for number in range(2)]
app.config.from_mapping((name, name.lower()) for name in ["SESSION_COOKIE_NAME"])
app.config["SESSION_COOKIE_PATH"] = next(iter(path for path in ["/first", "/second"]))
