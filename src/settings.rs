//! Floor 9: settings of pyproject.toml and flags, brought together.
