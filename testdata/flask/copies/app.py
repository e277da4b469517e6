import copy

from flask import Flask

base = {"SESSION_COOKIE_NAME": "base", "TRUSTED_HOSTS": ["localhost"]}
shallow = copy.copy(base)
deep = copy.deepcopy(base)
deep["SESSION_COOKIE_NAME"] = "deep"
deep["TRUSTED_HOSTS"].append("never")
shallow["TRUSTED_HOSTS"].append("shared")
shallow["SESSION_COOKIE_NAME"] = "shallow"
app = Flask(__name__)
app.secret_key = deep["SESSION_COOKIE_NAME"]
app.config.update(base)
