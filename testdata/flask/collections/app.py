from collections import ChainMap, OrderedDict, defaultdict, namedtuple

from flask import Flask

Pair = namedtuple("Pair", "key value")
app = Flask(__name__)
app.config.update(OrderedDict(SECRET_KEY="ordered"))
app.config.update(ChainMap({"SESSION_COOKIE_NAME": "first"}, {"SESSION_COOKIE_NAME": "second"}))
settings = defaultdict(list)
settings["TRUSTED_HOSTS"].append("localhost")
app.config.update(settings)
pair = Pair("SESSION_COOKIE_PATH", "/pair")
app.config[pair.key] = pair.value
