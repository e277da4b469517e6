from flask import Flask


class Shop(Flask):
    secret_key = "class attribute"
    session_cookie_name = "inert"


app = Shop(__name__)
app.config["SECRET_KEY"] = "hidden"
