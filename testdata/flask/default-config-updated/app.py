from flask import Flask
class App(Flask):
    default_config = dict(Flask.default_config)
    default_config.update(SESSION_COOKIE_SECURE=True)
    def __init__(self, *a, **k):
        super().__init__("shop", *a, **k)
        self.config.update(SECRET_KEY="kk")
app = App()
