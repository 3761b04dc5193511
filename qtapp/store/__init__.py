"""The only door to SQLite: the encrypted book."""
