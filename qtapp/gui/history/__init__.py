"""The screen of what was done in the book."""
