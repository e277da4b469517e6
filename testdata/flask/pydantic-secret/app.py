from pydantic_settings import BaseSettings
from pydantic import Field, SecretStr
from functools import lru_cache
from flask import Flask
class S(BaseSettings):
    secret_key: SecretStr = SecretStr("abc")
    cookie_secure: bool = False
    name: str = Field("n", alias="COOKIE_NAME")
    hosts: list[str] = ["localhost"]
    class Config:
        env_prefix = ""
@lru_cache
def settings():
    return S()
app = Flask(__name__)
s = settings()
app.config.update(SECRET_KEY=s.secret_key.get_secret_value(), SESSION_COOKIE_SECURE=s.cookie_secure, SESSION_COOKIE_NAME=s.name, TRUSTED_HOSTS=s.hosts)
