import os

KEY = os.environ["KEY"]  # flask-sec-lint: ignore[weak-secret-key]
