"""Việc cần làm: what is due, the next session, what has not been sent."""
