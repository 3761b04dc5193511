"""The bundle: the file by which books exchange their rows, bytes to values and back."""
