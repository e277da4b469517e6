from flask import Flask

steps = []


def step(order):
    def register(function):
        steps.append((order, function))
        return function

    return register


@step(2)
def late(app):
    app.config["SESSION_COOKIE_NAME"] = "late"


@step(1)
def early(app):
    app.config["SESSION_COOKIE_NAME"] = "early"
    app.secret_key = "steps"


def create_app():
    app = Flask(__name__)
    for _, function in sorted(steps, key=lambda pair: pair[0]):
        function(app)
    return app


app = create_app()
