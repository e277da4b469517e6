from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class Interface(SecureCookieSessionInterface):
    def get_cookie_secure(self, app):
        return True


app = Flask(__name__)
app.secret_key = "k"
app.session_interface = Interface()
