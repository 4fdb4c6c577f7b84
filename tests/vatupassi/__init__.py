"""Tests of the VatuPassi."""
