"""Loaded on the way to its module, never by its own name."""

NAME = __name__
PACKAGE = __package__
