"""Văn bản: the library of what is studied."""
