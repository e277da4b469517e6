from base import PARTS

PARTS["name"] = "changed"
