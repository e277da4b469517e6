from flask import Flask


class A:
    SECRET_KEY = "a"
    SESSION_COOKIE_NAME = "a"
    SESSION_COOKIE_PATH = "/a"


class B(A):
    SESSION_COOKIE_NAME = "b"


class C(A):
    SECRET_KEY = "c"
    SESSION_COOKIE_NAME = "c"


class D(B, C):
    pass


app = Flask(__name__)
app.config.from_object(D)
