from flask import Flask
from pydantic import AliasChoices, AliasPath, BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Cookies(BaseModel):
    name: str = "sid"
    domains: list = Field(default_factory=list)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="SHOP_", extra="ignore")

    SECRET_KEY: str = Field("dev", validation_alias="KEY")
    SESSION_COOKIE_PATH: str = Field("/app", validation_alias=AliasChoices("COOKIE_PATH", "PATH_OF_COOKIE", AliasPath("X", 0)))
    SESSION_COOKIE_SECURE: bool = Field(default=False, alias="HTTPS")
    SESSION_COOKIE_SAMESITE: str = Field(default="Lax", max_length=9)
    APPLICATION_ROOT: str = Field(default_factory=lambda: "/made")
    PREFERRED_URL_SCHEME: str = Field(default_factory=lambda: "https")
    cookies: Cookies = Field(default_factory=Cookies)


settings = Settings()
app = Flask(__name__)
app.config.from_object(settings)
app.config["SESSION_COOKIE_NAME"] = settings.cookies.name
