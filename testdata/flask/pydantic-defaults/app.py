
from flask import Flask, session
from pydantic import Field, field_validator, SecretStr, computed_field
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing import Literal, Optional


class CookieSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="COOKIE_")
    secure: bool = "yes"
    samesite: Literal["Lax", "Strict", "None"] = "Lax"
    name: str = Field(default="sid", min_length=2)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_nested_delimiter="__", extra="ignore")
    secret_key: SecretStr = SecretStr("changeme")
    cookie: CookieSettings = CookieSettings()
    debug: bool = False
    lifetime: int = "3600"

    @computed_field
    @property
    def httponly(self) -> bool:
        return not self.debug

    @field_validator("lifetime")
    @classmethod
    def double(cls, value):
        return value * 2


settings = Settings()
app = Flask(__name__)
app.config.update(
    SECRET_KEY=settings.secret_key.get_secret_value(),
    SESSION_COOKIE_SECURE=settings.cookie.secure,
    SESSION_COOKIE_SAMESITE=settings.cookie.samesite,
    SESSION_COOKIE_NAME=settings.cookie.name,
    SESSION_COOKIE_HTTPONLY=settings.httponly,
    PERMANENT_SESSION_LIFETIME=settings.lifetime,
)
