import os

WHEN = os.environ.get("WHEN", "early")
SESSION_COOKIE_SECURE = WHEN == "early"
