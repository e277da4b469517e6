SECRET_KEY = "wrong folder"
