"""The screen of action plans: tasks, their six clears, and how far each has come."""
