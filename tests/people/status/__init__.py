"""Tests of the state of the site."""
