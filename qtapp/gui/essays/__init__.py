"""The screen of essays: who owes one, what came in, how it was judged."""
