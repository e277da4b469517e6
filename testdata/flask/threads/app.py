import _thread
import multiprocessing
import threading
import time
from flask import Flask
app = Flask(__name__)


def set_up(name, value=None):
    app.config[name] = value
    raise SystemExit("this ends the thread alone")


class Starter(threading.Thread):
    def __init__(self, name):
        super().__init__()
        self.setting = name

    def run(self):
        app.config[self.setting] = "of a class"


first = threading.Thread(target=set_up, args=("SECRET_KEY",), kwargs={"value": "abc"})
first.start()
first.join()
second = Starter("SESSION_COOKIE_NAME")
second.daemon = True
second.start()
second.join()
third = threading.Timer(0.01, set_up, ["SESSION_COOKIE_SECURE", True])
third.start()
third.join()
other = multiprocessing.Process(target=set_up, args=("SESSION_COOKIE_DOMAIN", "of.another.process"))
other.start()
other.join()
never = threading.Thread(target=set_up, args=("SESSION_COOKIE_SAMESITE", "Strict"))
_thread.start_new_thread(app.config.__setitem__, ("SESSION_COOKIE_PATH", "/thread"))
time.sleep(0.2)
