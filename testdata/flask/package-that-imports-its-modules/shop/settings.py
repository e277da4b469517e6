from . import runs

runs.append("once")
SECRET_KEY = "k"
