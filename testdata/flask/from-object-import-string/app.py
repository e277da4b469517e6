from flask import Flask

app = Flask(__name__)
app.config.from_object("pkg.settings")
app.config.from_object("pkg.settings.Production")
app.config.from_object("pkg.settings:Cookies")
