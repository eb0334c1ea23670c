"""How many of the units that come in are looked at. Pure; imports errors alone."""
