runs = []

from . import settings
