from flask import Flask

from extensions import init_app, security

app = Flask(__name__)
init_app(app)
security.configure(app.config)
