from flask import Flask

NAME = "settings.site.Site"

app = Flask(__name__)
app.config.from_object(__import__("settings.base"))
module, name = NAME.rsplit(".", 1)
app.config.from_object(getattr(__import__(module, fromlist=[name]), name))
app.config.from_object(__import__(module, globals(), locals(), ["cookies"]).cookies)
