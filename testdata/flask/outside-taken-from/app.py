
import pickle
from flask import Flask

def load():
    return pickle.loads(pickle.dumps({"SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "el", "A": {"x": 1}, "L": [1]}))

class Holder:
    def __init__(self):
        self.s = load()
        t = self.s
        self.s["SESSION_COOKIE_SECURE"] = False
        t["SESSION_COOKIE_SECURE"] = True

h = Holder()
app = Flask(__name__)
app.config.update(h.s)

cfg = load()
for k in list(cfg):
    cfg[k] = "z"
app.config["SESSION_COOKIE_PATH"] = cfg["SESSION_COOKIE_NAME"]
cfg["N"] = "one"
def f(c):
    c["N"] = "two"
f(cfg)
app.config["SESSION_COOKIE_NAME"] = cfg["N"]
d = load()
d["N"] = "x"
e = d
e["N"] = "y"
del d["N"]
app.config["SESSION_COOKIE_DOMAIN"] = d.get("N", "de.f")
g = load()
g["N"] = "x"
g.pop("N")
app.config["APPLICATION_ROOT"] = g.get("N", "/de")
g2 = load(); g2["N"] = "x"; g2.clear()
app.config["PREFERRED_URL_SCHEME"] = g2.get("N", "none")
k = load(); k["N"] = "x"; k |= {"N": "w"}
app.config["SERVER_NAME"] = k["N"]
m = load(); m["N"] = 3; m["N"] += 4
app.config["MAX_CONTENT_LENGTH"] = m["N"]
n = load(); n["M"] = 3
n.update(dict(M=9))
app.config["MAX_FORM_PARTS"] = n["M"]
