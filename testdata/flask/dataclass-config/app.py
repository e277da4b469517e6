from dataclasses import asdict, dataclass, field

from flask import Flask


@dataclass
class Config:
    SECRET_KEY: str
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_NAME: str = "data"
    TRUSTED_HOSTS: list = field(default_factory=lambda: ["localhost"])


app = Flask(__name__)
app.config.from_object(Config("positional", SESSION_COOKIE_SECURE=True))
other = Flask("other")
other.config.from_mapping(asdict(Config("dict")))
