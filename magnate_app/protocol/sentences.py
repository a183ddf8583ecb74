"""The host's own sentences for error messages, in the connection's language.

The Spanish ones of form, room and table are part of the contract (PROTOCOL.md section
4). Our app shows sentences of its own by the same codes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from magnate_app.protocol.refusals import ErrorCode, Params
from magnate_app.rules.reasons import Reason

Pair = tuple[str, str]
"""Spanish, English."""

_INVALID: Final[Pair] = ("Datos invalidos.", "Invalid data.")
_UNKNOWN: Final[Pair] = ("Comando invalido.", "Unknown command.")
_TAKEN: Final[Pair] = ("Ya está ocupado.", "That is taken.")

SENTENCES: Final[dict[str, Pair]] = {
    ErrorCode.INVALID_JSON: _INVALID,
    ErrorCode.NOT_AN_OBJECT: _INVALID,
    ErrorCode.BINARY_FRAME: _INVALID,
    ErrorCode.INVALID_FIELD: _INVALID,
    ErrorCode.INVALID_SETTING: ("Ajuste no válido: {setting}.", "Invalid setting: {setting}."),
    ErrorCode.UNKNOWN_COMMAND: _UNKNOWN,
    ErrorCode.NOT_EXTENDED: _UNKNOWN,
    ErrorCode.RESERVED: _UNKNOWN,
    ErrorCode.TEXT_EMPTY: ("El mensaje está vacío.", "The message is empty."),
    ErrorCode.TEXT_TOO_LONG: (
        "El mensaje es demasiado largo (máximo {max}).",
        "The message is too long (at most {max}).",
    ),
    ErrorCode.UNKNOWN_EMOTE: ("Reacción desconocida.", "Unknown reaction."),
    ErrorCode.RATE_LIMITED: (
        "Demasiados mensajes. Espera un momento.",
        "Too many messages. Wait a moment.",
    ),
    ErrorCode.VERSION_MISMATCH: (
        "Esta versión no es compatible con la del host.",
        "This version does not match the host's.",
    ),
    ErrorCode.ROOM_NOT_FOUND: ("Sala no encontrada.", "Room not found."),
    ErrorCode.ROOM_FULL: ("Sala llena.", "The room is full."),
    ErrorCode.ALREADY_IN_ROOM: ("Ya estás en esta sala.", "You are already in this room."),
    ErrorCode.BANNED: (
        "El host te ha expulsado de esta sala.",
        "The host removed you from this room.",
    ),
    ErrorCode.ROOMS_CLOSED: (
        "Este host no admite salas nuevas.",
        "This host takes no new rooms.",
    ),
    ErrorCode.GAME_RUNNING: ("La partida ya ha empezado.", "The game has already begun."),
    ErrorCode.PASSWORD_NEEDED: (
        "Esta mesa tiene contraseña.",
        "This table has a password.",
    ),
    ErrorCode.WRONG_PASSWORD: ("La contraseña no es esa.", "That is not the password."),
    ErrorCode.DECLINED: (
        "El host no te ha dejado entrar.",
        "The host did not let you in.",
    ),
    ErrorCode.NO_ANSWER: (
        "El host no ha contestado a tiempo.",
        "The host did not answer in time.",
    ),
    ErrorCode.NOT_WAITING: (
        "Esa persona ya no espera.",
        "That person no longer waits.",
    ),
    ErrorCode.NOT_HOST_START: (
        "Solo el host puede iniciar una partida.",
        "Only the host can start the game.",
    ),
    ErrorCode.NOT_HOST_SETTINGS: (
        "Solo el host puede cambiar la configuración.",
        "Only the host can change the settings.",
    ),
    ErrorCode.NOT_HOST: ("Solo el host puede hacer eso.", "Only the host can do that."),
    ErrorCode.TOO_FEW_SEATS: (
        "Se necesitan {min} jugadores para iniciar la partida.",
        "{min} players are needed to start.",
    ),
    ErrorCode.NOT_ALL_READY: (
        "Todos los jugadores deben estar listos para iniciar la partida.",
        "Everyone must be ready to start.",
    ),
    ErrorCode.ALREADY_STARTED: (
        "La partida ya está empezando.",
        "The game is already starting.",
    ),
    ErrorCode.SEAT_TAKEN: _TAKEN,
    ErrorCode.PIECE_TAKEN: _TAKEN,
    ErrorCode.PAUSED: ("La partida está en pausa.", "The game is paused."),
    ErrorCode.STALE: ("Esa decisión ya está tomada.", "That decision has already been made."),
    ErrorCode.ADVICE_OFF: ("En esta mesa no hay consejos.", "There is no advice at this table."),
    ErrorCode.VOTE_RUNNING: (
        "Ya hay una votación en marcha.",
        "There is a vote already.",
    ),
    ErrorCode.VOTE_TOO_SOON: (
        "Espera {seconds} s para votar eso.",
        "Wait {seconds} s before a vote on that.",
    ),
    ErrorCode.VOTE_POINTLESS: (
        "Esa votación no cambiaría nada.",
        "That vote would change nothing.",
    ),
    ErrorCode.NO_VOTE: ("Esa votación ha terminado.", "That vote is over."),
    ErrorCode.SEAT_CODE_WRONG: (
        "Ese código de asiento no vale (o ya no vale).",
        "That seat code is not valid (any more).",
    ),
    ErrorCode.SEAT_CODE_BUSY: (
        "Este dispositivo ya juega aquí con otra plaza.",
        "This device already plays here on another seat.",
    ),
    Reason.UNKNOWN_ACTION: ("Acción desconocida.", "Unknown action."),
    Reason.UNKNOWN_SQUARE: ("Esa casilla no existe.", "There is no such square."),
    Reason.UNKNOWN_PLAYER: (
        "Ese jugador no está en la partida.",
        "That player is not in this game.",
    ),
    Reason.NOT_A_PARTICIPANT: ("No juegas en esta partida.", "You do not play in this game."),
    Reason.GAME_OVER: ("La partida ha terminado.", "The game is over."),
    Reason.ELIMINATED: ("Estás fuera de la partida.", "You are out of the game."),
    Reason.NOT_YOUR_TURN: ("No es tu turno.", "You are not the active player."),
    Reason.WRONG_PHASE: (
        "Acción no válida en la fase actual.",
        "You cannot do that in the current phase.",
    ),
    Reason.BAIL_DECISION_PENDING: (
        "Antes decide si pagas la fianza.",
        "First decide whether you pay the bail.",
    ),
    Reason.NOT_IN_JAIL: ("No estás en la cárcel.", "You are not in jail."),
    Reason.NO_BAIL_DECISION: (
        "Antes de pagar la fianza hay que tirar los dados.",
        "Throw the dice before you pay the bail.",
    ),
    Reason.ILLEGAL_TARGET: (
        "No puedes ir a esa casilla con esta tirada.",
        "This throw does not take you to that square.",
    ),
    Reason.CANNOT_AFFORD: (
        "No tienes dinero suficiente: te faltan {short}.",
        "You cannot afford that: {short} are missing.",
    ),
    Reason.NOT_BUYABLE: ("Esa casilla no se puede comprar.", "That square cannot be owned."),
    Reason.ALREADY_OWNED: ("Esa casilla ya tiene dueño.", "That square already has an owner."),
    Reason.NOT_CURRENT_SQUARE: ("No estás en esa casilla.", "You do not stand on that square."),
    Reason.NOT_ON_TRAM: (
        "Solo puedes viajar desde una parada de tranvía.",
        "You can only ride from a tram stop.",
    ),
    Reason.NOT_A_TRAM: (
        "Ahí no hay parada de tranvía.",
        "There is no tram stop on that square.",
    ),
    Reason.NOT_A_STREET: (
        "En esa casilla no se construye.",
        "That square carries no buildings.",
    ),
    Reason.NOT_OWNER: (
        "Esa propiedad no es de quien debería serlo.",
        "That property does not belong to the one who would have to own it.",
    ),
    Reason.GROUP_INCOMPLETE: (
        "Necesitas todas las calles del grupo para construir.",
        "You need all streets of the group to build.",
    ),
    Reason.GROUP_MORTGAGED: (
        "No se construye con una calle del grupo hipotecada.",
        "You cannot build while a street of the group is mortgaged.",
    ),
    Reason.LEVEL_LIMIT: (
        "Ahí ya no caben más edificios.",
        "No more buildings fit on that street.",
    ),
    Reason.NOT_ENOUGH_BUILDINGS: (
        "Esa calle no tiene tantos edificios.",
        "That street has not that many buildings.",
    ),
    Reason.UNEVEN_BUILDING: (
        "Las calles del grupo deben quedar niveladas.",
        "The streets of a group must stay level.",
    ),
    Reason.NO_HOUSES_LEFT: (
        "Al banco no le quedan casas suficientes.",
        "The bank has not enough houses left.",
    ),
    Reason.NO_HOTELS_LEFT: (
        "Al banco no le quedan hoteles suficientes.",
        "The bank has not enough hotels left.",
    ),
    Reason.ALREADY_MORTGAGED: (
        "Esa propiedad ya está hipotecada.",
        "That property is already mortgaged.",
    ),
    Reason.GROUP_HAS_BUILDINGS: (
        "Antes hay que vender los edificios del grupo.",
        "The buildings of the group must be sold first.",
    ),
    Reason.NOT_MORTGAGED: (
        "Esa propiedad no está hipotecada.",
        "That property is not mortgaged.",
    ),
    Reason.DEBT_NOT_CLEARED: (
        "Aún puedes reunir el dinero: vende o hipoteca.",
        "You can still raise the money: sell or mortgage.",
    ),
    Reason.NOT_ELIGIBLE: (
        "No puedes pujar en esta subasta.",
        "You may not bid in this auction.",
    ),
    Reason.ALREADY_BID: ("Ya has pujado.", "You have already bid."),
    Reason.ALREADY_HIGHEST: (
        "Tu puja ya es la más alta.",
        "Your bid is already the highest.",
    ),
    Reason.BID_TOO_HIGH: (
        "No puedes pujar más de lo que tienes.",
        "You cannot bid more than you have.",
    ),
    Reason.BID_TOO_LOW: (
        "La puja es demasiado baja (mínimo {min}).",
        "The bid is too low (at least {min}).",
    ),
    Reason.TRADE_LIMIT_REACHED: (
        "No puedes proponer más tratos en este turno.",
        "You cannot propose more trades this turn.",
    ),
    Reason.COUNTER_LIMIT_REACHED: (
        "Esta oferta solo se puede aceptar o rechazar.",
        "This offer can only be accepted or rejected.",
    ),
    Reason.INVALID_TRADE_PARTNER: (
        "No puedes negociar con ese jugador.",
        "You cannot trade with that player.",
    ),
    Reason.DUPLICATE_DEED: (
        "Una propiedad aparece dos veces.",
        "A property is named twice.",
    ),
    Reason.TRADE_EMPTY: ("La oferta está vacía.", "The offer is empty."),
    Reason.TRADE_IS_GIFT: (
        "Las dos partes tienen que dar algo.",
        "Both sides have to give something.",
    ),
    Reason.TRADE_UNAFFORDABLE: (
        "A una de las partes le falta dinero para ese trato.",
        "One side cannot afford that trade.",
    ),
    Reason.DUPLICATE_PROPOSAL: (
        "Esa oferta ya se ha hecho en este turno.",
        "That offer has already been made this turn.",
    ),
}
"""By code; a `Reason` and an `ErrorCode` of the same text share one sentence."""


def sentence(code: StrEnum, lang: str, params: Params) -> str:
    """Return the sentence of `code` in `lang` (`es`, `en`) with its figures filled in."""
    spanish, english = SENTENCES[code]
    return (english if lang == "en" else spanish).format_map(_Figures(params))


class _Figures(dict[str, object]):
    """Figures of a sentence; one that is not there is left as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
