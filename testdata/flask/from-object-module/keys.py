SECRET_KEY = "from keys"
other = "/other"
