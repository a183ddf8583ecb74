"""Files on this computer: saved games, the profile, the preferences, the identities."""
