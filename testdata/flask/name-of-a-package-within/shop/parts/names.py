from . import NAME, PACKAGE

OWN = __name__
