
from flask import Flask
from pydantic_settings import BaseSettings, SettingsConfigDict, PydanticBaseSettingsSource
from pydantic import Field, AliasChoices, BaseModel, model_validator
from functools import lru_cache


class Nested(BaseModel):
    secure: bool = True
    name: str = "n"


class S(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file=(".env", ".env.local"), env_nested_delimiter="__")
    nested: Nested = Nested()
    path: str = "/x"
    http: bool = Field(True, validation_alias=AliasChoices("H1", "H2"))
    samesite: str = "Lax"

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, env_settings, file_secret_settings)

    @model_validator(mode="before")
    @classmethod
    def pre(cls, data):
        data["samesite"] = "Strict"
        return data


@lru_cache
def get():
    return S()


app = Flask(__name__)
s = get()
app.config.update(SESSION_COOKIE_SECURE=s.nested.secure, SESSION_COOKIE_NAME=s.nested.name, SESSION_COOKIE_PATH=s.path, SESSION_COOKIE_HTTPONLY=s.http, SESSION_COOKIE_SAMESITE=s.samesite)
