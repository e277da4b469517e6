from flask import Flask


def create_app(name="default", *, secure=True, **settings):
    app = Flask(__name__)
    app.config.update(SECRET_KEY=f"key-{name}", SESSION_COOKIE_SECURE=secure, **settings)
    return app
