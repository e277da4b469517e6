import os

LATER = os.environ.get("LATER", "plain")
