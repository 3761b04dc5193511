"""Gói dữ liệu: what is sent and received by files, invitations, differences."""
