"""What a browser is shown where there is nothing to show."""
