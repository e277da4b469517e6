from apiflask import APIFlask

app = APIFlask(__name__, title="shop")
app.config["SECRET_KEY"] = "k"
app.config.from_mapping(SESSION_COOKIE_SECURE=True)
