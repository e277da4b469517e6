from .base import *

__all__ = ["KEY"]
OTHER = "/other"
