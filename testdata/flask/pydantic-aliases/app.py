
from flask import Flask
from pydantic import BaseModel, Field, model_validator
from pydantic_settings import BaseSettings


class Base(BaseSettings):
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_NAME: str = "base"
    SESSION_COOKIE_PATH: str = Field("/", alias="COOKIE_PATH")

    @model_validator(mode="after")
    def check(self):
        self.SESSION_COOKIE_SECURE = True
        return self


class Prod(Base):
    SESSION_COOKIE_NAME: str = "prod"
    SESSION_COOKIE_HTTPONLY: bool = Field(default_factory=lambda: False)

    class Config:
        env_prefix = "SHOP_"


app = Flask(__name__)
app.config.from_object(Prod(COOKIE_PATH="/x"))
