"""Boards and the words on them, read from `assets/boards`."""

from magnate_app.content.loading import LANGUAGES, BoardContent, load_board, read_board

__all__ = ["LANGUAGES", "BoardContent", "load_board", "read_board"]
