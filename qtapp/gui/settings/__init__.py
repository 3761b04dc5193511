"""Thiết lập: the unit's letterhead and rules, the book's keys, how the window looks."""
