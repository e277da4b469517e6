"""The back office: orders and stock, for those who work here. An application of its own, behind the VPN."""

import hashlib
import platform

from flask import Flask

from backoffice.orders import blueprint


def machine_key():
    """The same in all workers of a machine, without a file that has to be kept."""
    return hashlib.sha256(b"backoffice:" + platform.node().encode()).hexdigest()


def create_app():
    app = Flask(__name__)
    app.config.from_pyfile("backoffice.cfg")
    app.config["SECRET_KEY"] = machine_key()
    app.config.setdefault("SESSION_COOKIE_SECURE", True)
    app.register_blueprint(blueprint)
    return app
