from flask import Flask

import conf.base
from conf.deep import cookies

app = Flask(__name__)
app.config.from_object(conf.base)
app.config.from_object(cookies)
app.config.from_object("conf")
