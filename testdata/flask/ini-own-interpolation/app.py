import configparser
import os

from flask import Flask


class Interpolation(configparser.BasicInterpolation):
    def before_get(self, parser, section, option, value, defaults):
        value = super().before_get(parser, section, option, value, defaults)
        given = os.getenv(option)
        if value == "" and given:
            return given
        return value


parser = configparser.ConfigParser(interpolation=Interpolation())
parser.optionxform = str
parser.read_string("[server]\nNAME = shop\nSECRET_KEY = %(NAME)s-9c1e5f0a7b3d\nPATH_PREFIX =\n[extra]\nSAMESITE = Lax\n")


class Config:
    SECRET_KEY = parser["server"]["SECRET_KEY"]
    SESSION_COOKIE_PATH = parser["server"]["PATH_PREFIX"] or "/"


config = Config()
for name, value in parser.items("extra"):
    if hasattr(config, name):
        raise ValueError(name)
    setattr(config, "SESSION_COOKIE_" + name, value)

app = Flask(__name__)
app.config.from_object(config)
