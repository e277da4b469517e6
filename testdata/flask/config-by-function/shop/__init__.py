from .factory import make
