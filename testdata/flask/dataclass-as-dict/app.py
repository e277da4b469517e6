from dataclasses import dataclass, asdict, field
from flask import Flask
@dataclass
class Cookies:
    SECURE: bool = True
    HTTPONLY: bool = True
@dataclass(frozen=True)
class Settings:
    SECRET_KEY: str = "dev"
    SESSION_COOKIE_SECURE: bool = False
    TRUSTED_HOSTS: list = field(default_factory=lambda: ["localhost"])
app = Flask(__name__)
app.config.from_mapping(asdict(Settings(SECRET_KEY="other")))
app.config.update({f"SESSION_COOKIE_{k}": v for k, v in vars(Cookies()).items()})
