from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config["TRUSTED_HOSTS"] = [".example.com", "localhost"]
