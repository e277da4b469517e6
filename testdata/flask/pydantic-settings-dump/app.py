from flask import Flask
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: str = "dev"
    session_cookie_secure: bool = Field(default=False)


settings = Settings()
app = Flask(__name__)
app.config["SECRET_KEY"] = settings.secret_key
app.config.update({key.upper(): value for key, value in settings.model_dump().items()})
