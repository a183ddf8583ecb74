"""Questions over a screen that end with an answer."""
