import os

from flask import Flask


class Config:
    SECRET_KEY = "base"


class Production(Config):
    SESSION_COOKIE_SECURE = True


class Redis:
    MAX_FORM_PARTS = 5


class Memory:
    MAX_FORM_PARTS = 6


app = Flask(__name__)
app.config.from_object({"production": Production, "default": Config}[os.getenv("FLASK_CONFIG", "default")])
app.config.from_object({"redis": Redis, "memory": Memory}[os.getenv("CACHE", "memory")])
