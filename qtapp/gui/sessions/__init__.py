"""The screen of sessions: plan, agenda, cautions, attendance, sign-in sheet."""
