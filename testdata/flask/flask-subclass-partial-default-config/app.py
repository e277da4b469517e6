from flask import Flask


class Shop(Flask):
    default_config = {
        "SECRET_KEY": "only these",
        "SESSION_COOKIE_NAME": "shop",
        "PROVIDE_AUTOMATIC_OPTIONS": True,
        "TEMPLATES_AUTO_RELOAD": None,
    }


app = Shop(__name__)
