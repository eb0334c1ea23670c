"""Customer returns as the office sees them: announced, listed, shown with their money, and decided about."""
