"""Đảng viên: the register of a cell, and the way in for lists from Excel."""
