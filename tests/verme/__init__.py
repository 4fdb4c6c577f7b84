"""Tests of Verme."""
