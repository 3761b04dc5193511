"""Papers: the only door to reportlab and to the pictures of PDF pages."""
