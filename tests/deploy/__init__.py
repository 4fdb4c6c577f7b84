"""Tests of how it is put into use."""
