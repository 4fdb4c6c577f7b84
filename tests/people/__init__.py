"""Tests of people, units, supervision and sign-in."""
