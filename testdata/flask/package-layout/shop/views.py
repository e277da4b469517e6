from shop import app

app.config["SESSION_COOKIE_SECURE"] = True
