"""One sentence per code and language."""

from __future__ import annotations

import re

import pytest

from magnate_app.protocol.refusals import ErrorCode
from magnate_app.protocol.sentences import SENTENCES, sentence
from magnate_app.rules.reasons import Reason


@pytest.mark.parametrize("code", [*ErrorCode, *Reason])
def test_every_code_has_a_sentence_in_both_languages(code: ErrorCode | Reason) -> None:
    spanish, english = sentence(code, "es", {}), sentence(code, "en", {})
    assert spanish != english
    for text in (spanish, english):
        assert text.endswith(".")
        assert text[0].isupper() or text[0] == "…"
    pair = SENTENCES[code]
    assert re.findall(r"\{\w+\}", pair[0]) == re.findall(r"\{\w+\}", pair[1])


def test_figures_are_filled_in() -> None:
    assert sentence(ErrorCode.TOO_FEW_SEATS, "es", {"min": 2}) == (
        "Se necesitan 2 jugadores para iniciar la partida."
    )
    assert sentence(ErrorCode.TEXT_TOO_LONG, "en", {"max": 280}) == (
        "The message is too long (at most 280)."
    )
    assert sentence(ErrorCode.TEXT_TOO_LONG, "en", {}) == "The message is too long (at most …)."


def test_the_sentences_the_contract_spells_out() -> None:
    assert sentence(Reason.WRONG_PHASE, "es", {}) == "Acción no válida en la fase actual."
    assert sentence(Reason.NOT_YOUR_TURN, "en", {}) == "You are not the active player."
    assert sentence(ErrorCode.INVALID_JSON, "es", {}) == "Datos invalidos."
    assert sentence(ErrorCode.RESERVED, "fr", {}) == "Comando invalido."
