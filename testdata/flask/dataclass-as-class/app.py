from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class Config:
    SECRET_KEY: str = "default"
    SESSION_COOKIE_NAME: str = "data"
    SESSION_COOKIE_PATH: str | None = None


app = Flask(__name__)
app.config.from_object(Config)
