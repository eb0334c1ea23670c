"""Sites, zones, the floor plan, places and containers. May import the foundation."""
