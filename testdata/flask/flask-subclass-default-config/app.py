from flask import Flask


class Shop(Flask):
    default_config = {**Flask.default_config, "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "shop"}


app = Shop(__name__)
app.secret_key = "k"
