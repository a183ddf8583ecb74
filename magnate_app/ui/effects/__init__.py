"""What moves between two views: effects and the timeline that plays them."""
