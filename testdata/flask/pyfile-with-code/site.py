import os
from datetime import timedelta

if __name__ == "config":
    SESSION_COOKIE_NAME = "as config"
for _name in ("SECRET", "OTHER"):
    globals()[_name + "_KEY"] = _name.lower()
PERMANENT_SESSION_LIFETIME = timedelta(hours=int(os.environ.get("HOURS", 2)))
lower = 1


class Config:
    SESSION_COOKIE_SECURE = True
