
from flask import Flask
from pydantic import BaseModel


class Conf(BaseModel):
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_NAME: str = "base"
    SESSION_COOKIE_HTTPONLY: bool = True

    def model_post_init(self, ctx):
        self.SESSION_COOKIE_NAME = "post"


c = Conf.model_validate({"SESSION_COOKIE_SECURE": "on"})
d = c.model_copy(update={"SESSION_COOKIE_HTTPONLY": False})
app = Flask(__name__)
app.config.update(d.model_dump(exclude={"SESSION_COOKIE_NAME"}))
app.config["SESSION_COOKIE_PATH"] = "/" + c.SESSION_COOKIE_NAME
app.config["SESSION_COOKIE_DOMAIN"] = Conf(**{"SESSION_COOKIE_NAME": "k"}).model_dump(include={"SESSION_COOKIE_NAME"}).get("SESSION_COOKIE_HTTPONLY", "a.b")
