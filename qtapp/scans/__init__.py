"""Scans: the only door to reading pictures taken by people, with a camera or a scanner."""
