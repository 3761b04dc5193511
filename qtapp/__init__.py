"""Sổ Chi Bộ: the study of Party documents in a grassroots cell, offline."""

__version__ = "0.1.0"
