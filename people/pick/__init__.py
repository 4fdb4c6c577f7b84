"""Choosing a person by typing a part of the name: never from a list of all."""
