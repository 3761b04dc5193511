"""The screen of reports: the figures of a wave, its paper and its data."""
