from typing import NamedTuple
from collections import namedtuple
from flask import Flask
class C(NamedTuple):
    SECRET_KEY: str = "a"
    SESSION_COOKIE_SECURE: bool = True
D = namedtuple("D", "SESSION_COOKIE_NAME SESSION_COOKIE_PATH")
app = Flask(__name__)
app.config.from_object(C())
app.config.from_object(D("n", "/p"))
app.config.update(D("m", "/q")._asdict())
