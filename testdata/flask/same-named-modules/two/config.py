SECRET_KEY = "two"
