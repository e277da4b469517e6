import os

basedir = os.path.abspath(os.path.dirname(__file__))
SECRET_KEY = "\\2\\1thisismyscretkey\\1\\2\\e\\y\\y\\h"
SQLALCHEMY_DATABASE_URI = "sqlite://"
WTF_CSRF_ENABLED = True
SESSION_COOKIE_SAMESITE = "Lax"
AUTH_TYPE = 1
