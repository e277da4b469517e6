from flask_openapi3 import Info, OpenAPI

app = OpenAPI(__name__, info=Info(title="shop", version="1"))
app.secret_key = "k"
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
