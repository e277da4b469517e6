from dotenv import dotenv_values
from flask import Flask

values = dotenv_values(".env.deployment")
app = Flask(__name__)
app.config.from_mapping(values)
app.secret_key = values.get("SHOP_KEY", "dev")
app.config["SESSION_COOKIE_DOMAIN"] = values.get("SHOP_DOMAIN")
app.config["SESSION_COOKIE_NAME"] = {"NAME": "sid", **values}["NAME"]
for name, value in values.items():
    app.config[name] = value
app.config["SESSION_COOKIE_PATH"] = values["PATH"] if "PATH" in values else "/shop"
