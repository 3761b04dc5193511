"""The only door to Excel and CSV files."""
