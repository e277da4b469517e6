from eve import Eve

app = Eve(settings={"DOMAIN": {}, "SECRET_KEY": "k", "SESSION_COOKIE_SECURE": True})
app.config["SESSION_COOKIE_NAME"] = "sid"
