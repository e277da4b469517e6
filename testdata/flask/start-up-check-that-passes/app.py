from flask import Flask


class Config:
    SECRET_KEY = "checked"
    SESSION_COOKIE_SAMESITE = "Lax"

    @classmethod
    def validate(cls):
        problems = []
        if not cls.SECRET_KEY:
            problems.append("no key")
        if cls.SESSION_COOKIE_SAMESITE not in {"Lax", "Strict"}:
            problems.append("same-site")
        if problems:
            raise ValueError("; ".join(problems))
        return cls


app = Flask(__name__)
app.config.from_object(Config.validate())
