"""The command line: the same services as the window, for scripts and for many books at once."""
