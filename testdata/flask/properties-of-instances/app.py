from flask import Flask
class Config:
    _secure = True
    @property
    def SESSION_COOKIE_SECURE(self):
        return self._secure
    @classmethod
    def SECRET(cls): return 1
class Dev(Config):
    def __init__(self):
        super().__init__()
        self._secure = False
        self.SECRET_KEY = "k"
app = Flask(__name__)
app.config.from_object(Dev())
