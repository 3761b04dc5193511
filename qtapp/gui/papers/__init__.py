"""The screen Giấy tờ: every paper of a wave, written, looked at and printed; Word files checked."""
