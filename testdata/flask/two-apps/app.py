from flask import Flask

app = Flask(__name__)
admin = Flask("admin")
for one, key in ((app, "first"), (admin, "second")):
    one.secret_key = key
admin.config["SESSION_COOKIE_NAME"] = "admin"
