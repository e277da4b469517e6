from flask import Flask

app = Flask(__name__)
app.secret_key = "imported"
if __name__ == "__main__":
    app.config["SESSION_COOKIE_SECURE"] = True
    app.run(debug=True)
else:
    app.config["SESSION_COOKIE_NAME"] = __name__
