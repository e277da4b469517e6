# coding: latin-1
import flask
name = "café"
