from flask import Flask

app = Flask(__name__)
names = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_PARTITIONED", "stop", "SESSION_COOKIE_HTTPONLY"]
while names:
    name = names.pop(0)
    if name == "stop":
        break
    app.config[name] = True
else:
    app.config["SESSION_COOKIE_NAME"] = "never"
number = 0
while True:
    number += 1
    if number % 2:
        continue
    if number > 6:
        break
app.config["PERMANENT_SESSION_LIFETIME"] = number
app.secret_key = str(number) * 3
