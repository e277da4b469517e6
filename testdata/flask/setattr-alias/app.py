from flask import Flask

app = Flask(__name__)
for name, value in (("secret_key", "by setattr"), ("testing", True), ("unrelated", 1)):
    setattr(app, name, value)
