"""The shop's storefront."""

import os

from flask import Flask, render_template_string

from shop.config import configurations
from shop.extensions import csrf, login_manager

PAGE = """<!doctype html>
<title>Shop</title>
<h1>{{ greeting }}</h1>
"""


def create_app(config_name=None):
    app = Flask(__name__)
    app.config.from_object(configurations[config_name or os.getenv("SHOP_CONFIG", "default")])
    register_extensions(app)
    register_views(app)

    @app.get("/")
    def index():
        return render_template_string(PAGE, greeting=app.config["SHOP_NAME"])

    return app


def register_extensions(app):
    login_manager.init_app(app)
    csrf.init_app(app)


def register_views(app):
    from shop.views import auth, cart

    app.register_blueprint(auth.blueprint)
    app.register_blueprint(cart.blueprint, url_prefix="/cart")
