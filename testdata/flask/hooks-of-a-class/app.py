from flask import Flask, current_app


class Shop(Flask):
    def preprocess_request(self):
        self.config["SESSION_COOKIE_NAME"] = "of-class"
        return super().preprocess_request()

    def process_response(self, response):
        self.config["SESSION_COOKIE_SECURE"] = True
        return super().process_response(response)


class Extension:
    def init_app(self, app):
        app.after_request(self.lax)

    def lax(self, response):
        current_app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
        return response


app = Shop(__name__)
app.secret_key = "k"
Extension().init_app(app)
