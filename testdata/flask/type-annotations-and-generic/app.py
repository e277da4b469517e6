from __future__ import annotations

from typing import ClassVar, Final, TypeVar

from flask import Flask

KEY: Final[str] = "typed"
T = TypeVar("T")


class Config:
    SECRET_KEY: ClassVar[str] = KEY
    SESSION_COOKIE_SECURE: Final = True


def create(config: type[T]) -> Flask:
    app: Flask = Flask(__name__)
    app.config.from_object(config)
    return app


app: Flask = create(Config)
