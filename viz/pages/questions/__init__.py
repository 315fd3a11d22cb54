"""What can be asked in words."""
