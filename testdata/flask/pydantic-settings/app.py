from flask import Flask
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    SECRET_KEY: str = "dev"
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_NAME: str = "sid"


app = Flask(__name__)
app.config.from_object(Settings(SESSION_COOKIE_NAME="argument"))
