"""Words shared by the window and the command line: plain Vietnamese without Qt."""
