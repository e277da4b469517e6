import os
from dataclasses import dataclass
from flask import Flask
@dataclass
class Settings:
    ENV_NAME: str = "dev"
    SESSION_COOKIE_SECURE: bool = False
    def __post_init__(self):
        self.SESSION_COOKIE_SECURE = self.ENV_NAME == "prod"
        if not hasattr(self, "SECRET_KEY"):
            self.SECRET_KEY = os.environ.get("SECRET_KEY", "fallback")
app = Flask(__name__)
app.config.from_object(Settings(ENV_NAME="prod"))
