from flask import Flask, Config
class MyConfig(Config):
    def load(self, d):
        self.update(d)
        self["SESSION_COOKIE_SECURE"] = True
        return self
class App(Flask):
    config_class = MyConfig
    default_config = {**Flask.default_config, "SESSION_COOKIE_SAMESITE": "Lax"}
    def make_config(self, instance_relative=False):
        c = super().make_config(instance_relative)
        c["SESSION_COOKIE_NAME"] = "mk"
        return c
app = App(__name__)
app.config.load({"SECRET_KEY": "kk"})
