from flask import Flask
class AppFactory:
    defaults = {"SESSION_COOKIE_NAME": "f"}
    def __init__(self, **settings):
        self.settings = {**self.defaults, **settings}
        self.app = None
    def build(self):
        self.app = Flask(__name__)
        self._configure()
        return self.app
    def _configure(self):
        for k, v in self.settings.items():
            self.app.config[k] = v
    def __call__(self): return self.build()
app = AppFactory(SECRET_KEY="x")()
