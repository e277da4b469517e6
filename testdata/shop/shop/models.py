"""Customers and goods. In memory, so that the shop runs without a database."""

from dataclasses import dataclass

from flask_login import UserMixin
from werkzeug.security import check_password_hash


@dataclass
class User(UserMixin):
    id: str
    email: str
    password_hash: str
    is_admin: bool = False

    def has_password(self, password):
        return check_password_hash(self.password_hash, password)


@dataclass(frozen=True)
class Item:
    sku: str
    title: str
    cents: int


USERS = {}

ITEMS = {
    "pot-1": Item("pot-1", "Teapot, blue", 3900),
    "pot-2": Item("pot-2", "Teapot, red", 4200),
    "cup-1": Item("cup-1", "Cup", 900),
}
