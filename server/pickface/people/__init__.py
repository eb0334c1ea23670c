"""People, devices, shifts and permissions. May import the foundation (db, config, errors)."""
