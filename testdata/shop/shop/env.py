"""Reading of environment variables."""

import os

TRUE_WORDS = {"1", "true", "yes", "on"}


def env_bool(name, default=False):
    """Whether the variable is set to a word for yes; ``default`` if it is not set."""
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in TRUE_WORDS
