"""Wraps the library of its name; nobody but the package has it."""

import os

import dotenv


def load_dotenv(path=None):
    dotenv.load_dotenv(path)
    os.environ["SHOP_COOKIE"] = "from-module"
