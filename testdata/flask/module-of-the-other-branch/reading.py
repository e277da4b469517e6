from base import PARTS

NAME = PARTS["name"]
