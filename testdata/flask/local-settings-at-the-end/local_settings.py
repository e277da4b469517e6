SECRET_KEY = "local"
_hidden = 1
