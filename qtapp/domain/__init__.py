"""Values and rules: no clock, no files, no randomness, no Qt, no SQL."""
