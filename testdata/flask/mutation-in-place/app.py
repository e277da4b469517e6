from flask import Flask


def add(items, extra):
    items.extend(extra)
    items.insert(0, "first")
    return items


app = Flask(__name__)
app.secret_key = "k"
hosts = ["localhost"]
app.config["TRUSTED_HOSTS"] = add(hosts, ["b.example"])
settings = {"SESSION_COOKIE_NAME": "a"}
other = settings
other["SESSION_COOKIE_NAME"] = "b"
nested = {"cookies": {"SESSION_COOKIE_SECURE": True}}
nested["cookies"].update(SESSION_COOKIE_PATH="/nested")
app.config.update(settings, **nested["cookies"])
del hosts[0]
stack = [1, 2, 3]
stack[0] += 10
stack.reverse()
app.config["MAX_FORM_PARTS"] = stack[-1]
app.config["SECRET_KEY_FALLBACKS"] = stack[1:]
