from flask import Flask


class Builder:
    def __init__(self):
        self.settings = {}
        self.steps = []

    def with_key(self, key):
        self.settings["SECRET_KEY"] = key
        return self

    def with_cookie(self, **options):
        for name, value in options.items():
            self.settings[f"SESSION_COOKIE_{name.upper()}"] = value
        return self

    def then(self, step):
        self.steps.append(step)
        return self

    def build(self):
        app = Flask(__name__)
        app.config.update(self.settings)
        for step in self.steps:
            step(app)
        return app


app = (
    Builder()
    .with_key("built")
    .with_cookie(secure=True, samesite="Strict")
    .then(lambda app: app.config.update(TESTING=True))
    .build()
)
