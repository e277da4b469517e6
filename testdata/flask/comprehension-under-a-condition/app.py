from dataclasses import dataclass, replace, fields
from flask import Flask


@dataclass(frozen=True)
class S:
    same: str = "Lax"
    http: bool = True


known = {f.name for f in fields(S) if f.name}
app = Flask(__name__)
app.config["SESSION_COOKIE_SAMESITE"] = S(**{k: v for k, v in {"same": "Strict", "o": 1}.items() if k in known}).same
