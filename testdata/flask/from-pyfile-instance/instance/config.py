SECRET_KEY = "instance"
