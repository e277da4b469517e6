from typing import ClassVar

from flask import Flask
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    SECRET_KEY: str = "dev"
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_NAME: ClassVar[str] = "sid"


app = Flask(__name__)
app.config.from_object(Settings)
