from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Protocol

from flask import Flask

if TYPE_CHECKING:
    from nowhere import Settings


class HasKey(Protocol):
    SECRET_KEY: str


class Base(ABC):
    SESSION_COOKIE_SECURE: ClassVar[bool] = True

    @property
    @abstractmethod
    def SECRET_KEY(self) -> str: ...

    @abstractmethod
    def name(self) -> str: ...


class Live(Base):
    SECRET_KEY = "concrete"

    def name(self) -> str:
        return "live"


def apply(app: Flask, settings: "HasKey | Settings") -> None:
    app.config.from_object(settings)
    app.config["SESSION_COOKIE_NAME"] = settings.name()


app = Flask(__name__)
apply(app, Live())
