from flask import Flask


class Shop(Flask):
    def make_config(self, instance_relative=False):
        config = super().make_config(instance_relative)
        config["SECRET_KEY"] = "made"
        config["SESSION_COOKIE_SECURE"] = True
        return config


app = Shop(__name__)
