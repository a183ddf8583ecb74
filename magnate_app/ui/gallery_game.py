"""An example game in fixed states, as a host would tell them, for pictures and tests.

Updates are written by hand; no engine runs here.
"""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.protocol.messages import ClientMessage, GameStateMessage
from magnate_app.protocol.messages_told import GameSnapshot
from magnate_app.protocol.room_settings import room_settings
from magnate_app.protocol.views import (
    Answer,
    Auction,
    Bail,
    Bonus,
    Business,
    Card,
    Deadline,
    Debt,
    Decision,
    DeedView,
    Destination,
    End,
    GameView,
    LegalAction,
    OneOf,
    OutcomeView,
    PlayerView,
    Purchase,
    Range,
    SeatInfo,
    Subset,
    Throw,
    Tram,
    Turn,
    Update,
)
from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    CardPlayed,
    CashMoved,
    DeedChanged,
    DiceThrown,
    Option,
    TokenMoved,
    TradeProposed,
    TurnStarted,
)
from magnate_app.rules.settings import Settings

ME: Final = 0
_PEOPLE: Final = (
    ("Marta", False, None, 1),
    ("Leo", False, None, 2),
    ("Bot Ana", True, "hard", 3),
    ("Iker", False, None, 4),
    ("Bot Cierzo", True, "very_hard", 5),
    ("Maximiliano", False, None, 6),
)
DEEDS: Final = (
    (1, 0, -1, False),
    (3, 1, -1, False),
    (5, 2, -1, False),
    (6, 0, 2, False),
    (8, 0, 2, False),
    (9, 0, 3, False),
    (11, 3, -1, False),
    (13, 3, -1, False),
    (15, 3, -1, False),
    (16, 1, 1, False),
    (18, 1, 1, False),
    (19, 1, 2, False),
    (24, 2, -1, False),
    (25, 1, -1, False),
    (26, 1, -1, False),
    (27, 1, -1, False),
    (29, 2, -1, False),
    (31, 0, -1, False),
    (32, 3, -1, True),
    (35, 0, -1, False),
    (37, 2, 4, False),
    (39, 2, 5, False),
    (101, 2, -1, True),
    (106, 1, -1, False),
    (110, 0, -1, False),
    (112, 3, -1, False),
)
PLAYERS: Final = (
    PlayerView(842, 13, 0, False, 2402),
    PlayerView(1096, 3, 0, False, 3146),
    PlayerView(318, 29, 0, False, 3453),
    PlayerView(575, 201, 2, False, 1615),
    PlayerView(1230, 103, 0, False, 1230),
    PlayerView(12, 13, 0, False, 12),
)
_EVENTS: Final[tuple[AnyEvent, ...]] = (
    TokenMoved(0, (100, 101, 102), "tram"),
    CashMoved(0, "bank", 30, "tram_fare"),
    CashMoved("bank", 2, 45, "mortgage", 101),
    AuctionEnded(26, 1, 210, False, {"0": 190, "1": 210}),
    CardPlayed(2, "shufflePositions", None, 50, True, None),
    DeedChanged(19, 1, 2, False, "built"),
    CashMoved(1, "bank", 100, "build", 19),
    TokenMoved(3, (19, 20), "walk"),
    CashMoved(3, 2, 2000, "rent", 39),
    TurnStarted(0, 54, 14),
    DiceThrown(0, (3, 5, 5), False, 0),
)
_SURRENDER: Final = LegalAction(type="ActionSurrender")


class StillLink:
    """A link that tells one state and then nothing more; keeps what is sent."""

    def __init__(self, messages: list[Incoming]) -> None:
        self._messages = messages
        self.sent: list[ClientMessage] = []

    @property
    def status(self) -> LinkStatus:
        """In a game."""
        return LinkStatus(LinkState.GAME)

    def send(self, message: ClientMessage) -> None:
        """Keep it."""
        self.sent.append(message)

    def poll(self) -> list[Incoming]:
        """Return what there is, once."""
        messages, self._messages = self._messages, []
        return messages

    def tell(self, message: Incoming) -> None:
        """Let another message come."""
        self._messages.append(message)

    def unlock(self, typed: str) -> None:
        """Nothing is locked here."""

    def lock(self, typed: str) -> None:
        """Nothing can be locked here."""

    def close(self) -> None:
        """Do nothing."""


_WHO: Final = ("seat", "payer", "payee", "owner", "winner", "declined_by")
"""Fields of events that name a seat."""


def seats_of(count: int) -> tuple[SeatInfo, ...]:
    """Return the people at a table of `count` seats."""
    return tuple(
        SeatInfo(n, 7 + n, name, bot, level, True, False, piece, n, False)
        for n, (name, bot, level, piece) in enumerate(_PEOPLE[:count])
    )


def update_of(
    decision: Decision,
    phase: str,
    legal: tuple[LegalAction, ...],
    *,
    seats: int = 4,
    dice: tuple[int, int, int] | None = (3, 5, 5),
    players: dict[int, PlayerView] | None = None,
    turn: int = ME,
    round_now: int = 14,
    outcome: OutcomeView | None = None,
    events: tuple[AnyEvent, ...] = _EVENTS,
    left: int = 31_000,
    deeds: tuple[tuple[int, int, int, bool], ...] = DEEDS,
) -> Update:
    """Return one update of the example game."""
    people = [*PLAYERS[:seats]]
    for seat, player in (players or {}).items():
        people[seat] = player
    return Update(
        seq=118,
        since=100,
        events=tuple(event for event in events if _seated(event, seats)),
        view=GameView(
            seat=ME,
            phase=phase,
            decision=decision,
            turn=Turn(54, round_now, 30, turn, 0),
            players=tuple(people),
            deeds=tuple(DeedView(*deed) for deed in deeds if deed[1] < seats),
            pot=265,
            dice=dice,
            outcome=outcome,
        ),
        legal=(*legal, _SURRENDER),
        deadline=Deadline(phase, tuple(7 + s for s in decision.seats), 0, left),
        paused=False,
        seats=seats_of(seats),
    )


def _seated(event: AnyEvent, seats: int) -> bool:
    """Whether an event is about seats there are."""
    named = (getattr(event, name, None) for name in _WHO)
    return all(not isinstance(seat, int) or seat < seats for seat in named)


def snapshot_of(update: Update) -> GameStateMessage:
    """Return the first message of a connection to that game."""
    settings = room_settings(Settings(seats=len(update.seats)), TableOptions())
    return GameStateMessage(
        game_state=GameSnapshot(
            id=42,
            datetime="2026-11-24T20:00:00Z",
            positions={},
            money={},
            phase=update.view.phase,
            active_phase_player=7,
            active_turn_player=7,
            players=tuple(seat.id for seat in update.seats),
            ordered_players=tuple(seat.id for seat in update.seats),
            streak=0,
            possible_destinations=(),
            parking_money=update.view.pot,
            jail_remaining_turns={},
            finished=False,
            auction_task_id=None,
            current_turn=54,
            current_round=update.view.turn.round,
            max_rounds=30,
            has_bots=True,
            fantasy_event=None,
            proposal=None,
            property_relationships=(),
            seq=update.seq,
            you=7,
            role="player",
            host=7,
            seats=update.seats,
            auction=None,
            deadline=update.deadline,
            paused=update.paused,
            settings=settings,
            pot=update.view.pot,
            pending=None,
            result=None,
        ),
        update=update,
    )


def throw_update() -> Update:
    """Return the state where `throw` is up."""
    return update_of(Throw(5, (ME,)), "roll_the_dices", (LegalAction(type="ActionThrowDices"),))


def bus_update() -> Update:
    """Return the state where `bus` is up."""
    options = (Option(106, 3), Option(108, 5), Option(21, 8))
    return update_of(
        Destination(5, (ME,), options),
        "choose_square",
        (LegalAction(type="ActionMoveTo", square=OneOf((106, 108, 21))),),
    )


def triple_update() -> Update:
    """Return the state where `triple` is up."""
    squares = tuple(s for s in (*range(40), *range(100, 114)) if s not in (201,))
    return update_of(
        Destination(5, (ME,), tuple(Option(s, 0) for s in squares)),
        "choose_square",
        (LegalAction(type="ActionMoveTo", square=OneOf(squares)),),
        dice=(2, 2, 2),
    )


def buy_update() -> Update:
    """Return the state where `buy` is up."""
    return update_of(
        Purchase(5, (ME,), 108, 270),
        "management",
        (
            LegalAction(type="ActionBuySquare", square=108),
            LegalAction(type="ActionDropPurchase", square=108),
        ),
        players={ME: PlayerView(842, 108, 0, False, 2402)},
    )


def auction_update(mode: str = "sealed", seats: int = 4) -> Update:
    """Return the state where `auction` is up."""
    highest = (1, 260) if mode == "open" else None
    minimum = {"sealed": 0, "run_off": 260, "open": 270}[mode]
    bid = LegalAction(type="ActionBid", amount=Range(minimum, 842))
    legal = (bid, LegalAction(type="ActionBid", amount=0)) if mode == "open" else (bid,)
    return update_of(
        Auction(
            5, tuple(range(seats)), 108, mode, minimum, (0, *range(2, seats)), (2,), None, highest
        ),
        "auction",
        legal,
        turn=1,
        left=9_000,
        seats=seats,
    )


def _trade_entry(user: int, give: tuple[int, ...], get: tuple[int, ...]) -> LegalAction:
    return LegalAction(
        type="ActionTradeProposal",
        destination_user=user,
        offered_money=Range(0, 842),
        asked_money=Range(0, 1096),
        offered_properties=Subset(give),
        asked_properties=Subset(get),
    )


def business_update(seats: int = 4) -> Update:
    """Return the state where `business` is up."""
    legal = (
        LegalAction(type="ActionBuild", square=6, houses=Range(1, 1)),
        LegalAction(type="ActionBuild", square=8, houses=Range(1, 1)),
        LegalAction(type="ActionDemolish", square=9, houses=Range(1, 1)),
        LegalAction(type="ActionMortgageSet", square=1),
        LegalAction(type="ActionMortgageSet", square=31),
        LegalAction(type="ActionMortgageSet", square=35),
        LegalAction(type="ActionMortgageSet", square=110),
        _trade_entry(8, (1, 31, 35, 110), (3, 25, 26, 27, 106)),
        _trade_entry(9, (1, 31, 35, 110), (5, 24, 29, 101)),
        _trade_entry(10, (1, 31, 35, 110), (11, 13, 15, 32, 112)),
        LegalAction(type="ActionNextPhase"),
    )
    return update_of(Business(5, (ME,)), "business", legal, seats=seats)


def answer_update() -> Update:
    """Return the state where `answer` is up."""
    offer = Answer(5, (ME,), 1, 0, 100, 0, (106,), (31,), 2)
    legal = (
        LegalAction(type="ActionTradeAnswer", choose=OneOf((True, False))),
        _trade_entry(8, (1, 31, 35, 110), (3, 25, 26, 27, 106)),
    )
    events: tuple[AnyEvent, ...] = (
        *_EVENTS,
        TradeProposed(0, 1, 250, 0, (), (106,), 1),
        TradeProposed(1, 0, 100, 0, (106,), (31,), 2),
    )
    return update_of(offer, "proposal_acceptance", legal, events=events)


def debt_update() -> Update:
    """Return the state where `debt` is up."""
    legal = (
        LegalAction(type="ActionDemolish", square=9, houses=Range(1, 3)),
        LegalAction(type="ActionMortgageSet", square=1),
        LegalAction(type="ActionMortgageSet", square=31),
        LegalAction(type="ActionMortgageSet", square=35),
        LegalAction(type="ActionMortgageSet", square=110),
    )
    return update_of(
        Debt(5, (ME,), 258, 377),
        "liquidation",
        legal,
        players={ME: PlayerView(-258, 39, 0, False, 1302)},
    )


def card_update() -> Update:
    """Return the state where `card` is up."""
    legal = (
        LegalAction(type="ActionChooseCard", chosen_revealed_card=True),
        LegalAction(type="ActionChooseCard", chosen_revealed_card=False),
    )
    return update_of(Card(5, (ME,), "shufflePositions", None, 50), "choose_fantasy", legal)


def bail_update() -> Update:
    """Return the state where `bail` is up."""
    legal = (
        LegalAction(type="ActionPayBail", to_pay=True),
        LegalAction(type="ActionPayBail", to_pay=False),
    )
    return update_of(
        Bail(5, (ME,), (2, 5), 7, 110, 40, 2),
        "roll_the_dices",
        legal,
        dice=(2, 5, 0),
        players={ME: PlayerView(842, 201, 2, False, 2402)},
    )


def tram_update() -> Update:
    """Return the state where `tram` is up."""
    legal = (LegalAction(type="ActionTakeTram", square=OneOf((10, 30, 100, 107))),)
    return update_of(
        Tram(5, (ME,), 30, (10, 30, 100, 107)),
        "management",
        legal,
        players={ME: PlayerView(842, 10, 0, False, 2402)},
    )


def waiting_update(seats: int = 4) -> Update:
    """Return the state where `waiting` is up."""
    return update_of(Business(5, (1,)), "business", (), turn=1, seats=seats)


def outcome_update(seats: int = 4) -> Update:
    """Return the state where `outcome` is up."""
    final = (4810, 3927, 5236, 0, 2210, 1830)[:seats]
    ranking = tuple(sorted(range(seats), key=lambda s: -final[s]))
    stats = tuple(
        {
            "walked_squares": 612 - 40 * s,
            "built_houses": 14 if s == 2 else 3,
            "won_money": 3860 - 700 * s,
            "num_trades": s,
        }
        for s in range(seats)
    )
    outcome = OutcomeView(
        "rounds",
        ranking,
        final,
        final,
        {
            "walked_squares": Bonus(200, (0,)),
            "built_houses": Bonus(200, (2,)),
            "num_trades": Bonus(200, (1, 2)),
        },
        stats,
    )
    return update_of(
        End(9, ()),
        "end_game",
        (),
        outcome=outcome,
        round_now=30,
        seats=seats,
        players={3: PlayerView(0, 39, 0, True, 0)} if seats > 3 else None,
        left=0,
    )
