from . import security


def init_app(application):
    application.config["SECRET_KEY"] = "helper"
