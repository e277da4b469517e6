from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "hG7xQ2mZ9vK4tR1wB8nJ5cYp"
app.config["SESSION_COOKIE_SECURE"] = True
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
