from flask import Flask

import shop.settings

app = Flask(__name__)
app.config.from_object(shop.settings)
app.config["SESSION_COOKIE_NAME"] = "-".join(shop.runs)
