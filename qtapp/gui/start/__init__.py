"""Before a book is open: the first run, the way into a book, its recovery code."""
