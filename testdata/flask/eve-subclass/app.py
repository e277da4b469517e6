import eve


class Site(eve.Eve):
    def __init__(self, name, **options):
        super().__init__(name, **options)
        self.config["SESSION_COOKIE_NAME"] = "sid"

    def load_config(self):
        super().load_config()
        self.config.from_object("defaults")


app = Site(__name__)
