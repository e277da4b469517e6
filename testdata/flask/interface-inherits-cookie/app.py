from flask import Flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class Session(SecureCookieSession):
    pass


class Interface(SecureCookieSessionInterface):
    session_class = Session

    def open_session(self, app, request):
        return super().open_session(app, request)


app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.session_interface = Interface()
