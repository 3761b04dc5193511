"""Carriers: how files travel between two books: sticks, e-mail, a person's own hands."""
