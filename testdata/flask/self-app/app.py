from flask import Flask


class Server:
    defaults = {"SESSION_COOKIE_NAME": "server"}

    def __init__(self, key):
        self.app = Flask(__name__)
        self.key = key
        self._configure()

    def _configure(self):
        self.app.secret_key = self.key
        self.app.config.update(self.defaults)
        self.app.config["SESSION_COOKIE_SECURE"] = bool(self.key)


server = Server("self")
app = server.app
