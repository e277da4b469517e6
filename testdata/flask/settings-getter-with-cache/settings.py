import functools
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    secret_key: str
    cookie_secure: bool = True

    def flask(self):
        return {key.upper(): value for key, value in vars(self).items()} | {"SESSION_COOKIE_SECURE": self.cookie_secure}


@functools.lru_cache(maxsize=None)
def get_settings() -> Settings:
    return Settings(secret_key="cached")
