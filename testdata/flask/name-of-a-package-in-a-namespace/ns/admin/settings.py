SECRET_KEY = "a namespace has none of its own"
