"""Đợt học tập: the waves, each with its steps in one place."""
