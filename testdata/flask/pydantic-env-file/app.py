from pydantic_settings import BaseSettings, SettingsConfigDict
from flask import Flask
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="SHOP_", extra="ignore")
    SECRET_KEY: str = "d"
    SESSION_COOKIE_SECURE: bool = False
    MAX_CONTENT_LENGTH: int = 3
app = Flask(__name__)
app.config.from_object(S())
