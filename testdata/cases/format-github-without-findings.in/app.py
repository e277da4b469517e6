x = 1
from flask import (
