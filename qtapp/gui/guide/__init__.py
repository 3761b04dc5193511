"""The user's guide inside the app: one page for each screen, searched without diacritics."""
