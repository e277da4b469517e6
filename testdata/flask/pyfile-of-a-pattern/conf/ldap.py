SECRET_KEY = "of the directory"
