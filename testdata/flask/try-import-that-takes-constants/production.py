from typing import TYPE_CHECKING
from socket import AF_INET, SOCK_STREAM

if TYPE_CHECKING:
    from flask import Flask


class Config:
    SECRET_KEY = "of the module that is there"
    SESSION_COOKIE_SECURE = True
    FAMILY = (AF_INET, SOCK_STREAM)
