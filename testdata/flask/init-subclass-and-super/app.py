from flask import Flask


class Base:
    def __init__(self):
        self.SECRET_KEY = "base"
        self.SESSION_COOKIE_NAME = self.name()

    def name(self):
        return "base"


class Child(Base):
    def __init__(self):
        super().__init__()
        self.SECRET_KEY += "-child"

    def name(self):
        return "child of " + super().name()


app = Flask(__name__)
app.config.from_object(Child())
