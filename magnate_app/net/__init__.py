"""Everything with a socket, a thread or a task: hosting, joining and finding tables."""
