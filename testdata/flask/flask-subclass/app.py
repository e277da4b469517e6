from flask import Flask


class Shop(Flask):
    def __init__(self, name, **options):
        super().__init__(name, **options)
        self.config["SECRET_KEY"] = "subclass"
        self.harden()

    def harden(self):
        self.config.update(SESSION_COOKIE_SECURE=True)


app = Shop(__name__)
app.config["SESSION_COOKIE_NAME"] = "shop"
