"""What each kind of work means: plan, compile and interpret. Workflows never import each other."""
