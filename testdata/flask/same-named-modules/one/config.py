SECRET_KEY = "one"
