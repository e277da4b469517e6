from flask import Flask

part = "key"
app = Flask(__name__)
app.secret_key = f"{part!r}-{3:03d}-{2.5:.2f}-{part:>5}|{part.title()}"
app.config["SESSION_COOKIE_NAME"] = "%s_%d_%05.1f" % (part, 7, 2.25)
app.config["SESSION_COOKIE_PATH"] = "/{}/{name}".format("a", name="b")
app.config["SESSION_COOKIE_DOMAIN"] = ".".join(reversed("com.example".split(".")))
app.config["PREFERRED_URL_SCHEME"] = "HTTPS".lower().replace("p", "P", 1)
app.config["SERVER_NAME"] = "  host.example ".strip().removeprefix("host.")
app.config["APPLICATION_ROOT"] = "/"[::-1]
