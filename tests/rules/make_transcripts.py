"""Plays the golden games again and writes them: `python -m tests.rules.make_transcripts`.

Run it after a rule has changed on purpose, and look at what changed. Beside each game
`<name>.txt` lies `<name>.refused`: what was tried and refused on the way, and why, one
line each: number of actions played so far | seat | action | reason.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from magnate_app.content import load_board
from magnate_app.errors import IllegalActionError
from magnate_app.rules import actions as act
from magnate_app.rules import engine, ids, transcript
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

FOLDER: Final = Path(__file__).with_name("transcripts")
BOARD: Final = load_board().board
TRIES: Final = 3
"""Refusals kept for each reason in one game."""


class Game(NamedTuple):
    """One golden game: its name, seed, table, and how its players are."""

    name: str
    seed: int
    humans: tuple[bool, ...]
    settings: Settings
    surrender: float = 0.0
    buy: float = 0.8


GAMES: Final = (
    Game(
        "two_seats_to_the_last",
        18,
        (True, True),
        Settings(
            seats=2,
            max_rounds=0,
            start_money=5000,
            bail=90,
            house_rules=frozenset({"starting_deal", "limited_houses", "no_rent_in_jail"}),
        ),
    ),
    Game(
        "three_seats_standard",
        3,
        (True, False, True),
        Settings(seats=3, max_rounds=25, start_money=900),
    ),
    Game(
        "four_seats_until_no_human_is_left",
        2,
        (True, True, False, False),
        Settings(
            seats=4,
            start_money=700,
            house_rules=frozenset({"full_deck", "open_auction", "estate_auction", "double_go"}),
        ),
        surrender=0.004,
    ),
    Game(
        "six_seats_with_every_house_rule",
        13,
        (True,) * 6,
        Settings(
            seats=6,
            max_rounds=20,
            start_money=800,
            jail_turns=2,
            house_rules=frozenset(
                {
                    *("full_deck", "double_go", "no_rent_in_jail", "limited_houses"),
                    *("estate_auction", "free_gifts_in_trade", "fixed_pot_start"),
                    "starting_deal",
                }
            ),
        ),
        buy=0.6,
    ),
)


class Table:
    """Plays one game by a seeded whim that likes to build, haggle and tie."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.dice = random.Random(f"{game.name}/{game.seed}")
        self.writer = transcript.Writer(BOARD, game.settings, game.humans, Seeded(game.seed))
        self.refused: list[str] = []
        self.counts: dict[str, int] = {}
        self.played = 0

    @property
    def state(self) -> GameState:
        """The game."""
        return self.writer.state

    def play(self) -> None:
        """Play to the end."""
        while self.state.phase != ids.END:
            self.try_what_is_refused()
            seat = self.dice.choice(engine.acting(self.state))
            action = self.pick(seat)
            engine.check(self.state, seat, action)
            self.writer.play(seat, action)
            self.played += 1
        self.try_what_is_refused()

    def pick(self, seat: int) -> Action:
        """Choose what a seat does."""
        if self.state.humans[seat] and self.dice.random() < self.game.surrender:
            return act.Surrender()
        by_phase: dict[int, Callable[[int], Action | None]] = {
            ids.MANAGEMENT: self.manage,
            ids.BUSINESS: self.deal,
            ids.ANSWER: self.answer,
            ids.AUCTION: self.bid,
        }
        whim = by_phase.get(self.state.phase)
        chosen = whim(seat) if whim else None
        return chosen or self.dice.choice(engine.legal(self.state, seat)[:-1])

    def manage(self, seat: int) -> Action | None:
        """Buy, mostly."""
        for action in engine.legal(self.state, seat):
            if isinstance(action, act.Buy) and self.dice.random() < self.game.buy:
                return action
        return None

    def deal(self, seat: int) -> Action | None:
        """Build, lift, haggle, and end the turn sooner or later."""
        legal = engine.legal(self.state, seat)
        builds = [action for action in legal if isinstance(action, act.Build)]
        if builds and self.dice.random() < 0.7:
            return self.dice.choice(builds)
        lifts = [action for action in legal if isinstance(action, act.Redeem)]
        if lifts and self.dice.random() < 0.4:
            return self.dice.choice(lifts)
        if self.dice.random() < 0.3:
            offer = self.offer(seat)
            if offer is not None:
                return offer
        return self.dice.choice(legal[:-1]) if self.dice.random() < 0.1 else act.EndPhase()

    def answer(self, seat: int) -> Action | None:
        """Accept, reject or counter."""
        return self.offer(seat) if self.dice.random() < 0.3 else None

    def offer(self, seat: int) -> Action | None:
        """Make up an offer the rules allow; deeds that complete a group are asked for first."""
        spaces = engine.trade_offers(self.state, seat)
        for _ in range(6 if spaces else 0):
            space = self.dice.choice(spaces)
            asked = self.some(self.wanted(seat, space.asked))
            offered = self.some(space.offered)
            money = 10 * self.dice.randrange(40)
            pays = self.dice.random() < 0.6
            action = act.ProposeTrade(
                space.to, money if pays else 0, 0 if pays else money, offered, asked
            )
            if self.refusal(seat, action) is None:
                return action
        return None

    def wanted(self, seat: int, squares: tuple[int, ...]) -> tuple[int, ...]:
        """Deeds that would complete a group of `seat`, or all."""
        state = self.state
        last = tuple(
            square
            for square in squares
            if BOARD.group[square]
            and all(
                state.owner[other] == seat
                for other in BOARD.group_members[BOARD.group[square]]
                if other != square
            )
        )
        return last or squares

    def some(self, squares: tuple[int, ...]) -> tuple[int, ...]:
        """None, one or two of them."""
        count = min(len(squares), self.dice.choice((0, 1, 1, 1, 2)))
        return tuple(sorted(self.dice.sample(squares, count)))

    def bid(self, seat: int) -> Action | None:
        """Bid in big steps, so that bids are often equal."""
        bounds = engine.bid_range(self.state, seat)
        if bounds is None:
            return None
        low, _ = bounds
        price = BOARD.price[self.state.auction_square]
        amount = self.dice.choice((0, low, price // 2, price // 2, price))
        if self.state.auction_kind == 2:
            amount = low if self.dice.random() < 0.6 and low < price else 0
        if self.refusal(seat, act.Bid(amount)) is None:
            return act.Bid(amount)
        return act.Bid(low)

    # -------------------------------------------------------------- what is refused

    def refusal(self, seat: int, action: Action) -> str | None:
        """Return why an action is refused now."""
        try:
            engine.check(self.state, seat, action)
        except IllegalActionError as error:
            return error.reason.value
        return None

    def try_what_is_refused(self) -> None:
        """Try a few wild actions and keep those that tell something new."""
        for _ in range(12):
            seat = self.dice.choice((*engine.acting(self.state), self.dice.randrange(7)))
            action = self.wild(seat)
            reason = self.refusal(seat, action)
            if reason is None or self.counts.get(reason, 0) >= TRIES:
                continue
            self.counts[reason] = self.counts.get(reason, 0) + 1
            text = transcript.format_action(BOARD, action)
            self.refused.append(f"{self.played} | {seat} | {text} | {reason}")

    def wild(self, seat: int) -> Action:
        """Make up any action, sensible or not."""
        state, dice = self.state, self.dice
        anywhere = dice.randrange(BOARD.size)
        here = state.position[seat] if seat < state.seats else anywhere
        mine = [one for one in BOARD.buyable if state.owner[one] == seat] or [anywhere]
        spot = dice.choice((anywhere, here, dice.choice(mine), dice.choice(mine)))
        built = [one for one in mine if state.group_owner[BOARD.group[one]] == seat] or mine
        return dice.choice(
            (
                *(act.Roll(), act.PayBail(), act.StayInJail(), act.EndPhase()),
                act.PickCard(True),
                act.ChooseSquare(anywhere),
                *(act.Buy(spot), act.Decline(spot), act.RideTram(spot)),
                *(act.Build(spot, dice.randrange(6)), act.SellHouse(spot, dice.randrange(1, 4))),
                act.Build(dice.choice(built), 1),
                *(act.Mortgage(spot), act.Redeem(spot), act.AnswerTrade(True)),
                *(act.Bid(dice.choice((0, 1, 9, 5000))), act.Bid(state.minimum)),
                *(self.wild_offer(mine), self.wild_offer(mine), self.repeated(seat)),
                act.Surrender() if seat >= state.seats or state.out[seat] else act.Roll(),
            )
        )

    def wild_offer(self, mine: list[int]) -> Action:
        """Offer own deeds, or any, to anybody for any money."""
        dice = self.dice
        offered = tuple(dice.sample(mine, min(len(mine), dice.randrange(2))))
        asked = tuple(dice.choices(BOARD.buyable, k=dice.choice((0, 0, 1, 2))))
        if dice.random() < 0.2:
            offered *= 2
        money = dice.choice((0, 0, 50, 9000))
        return act.ProposeTrade(dice.randrange(7), money, dice.choice((0, 50)), offered, asked)

    def repeated(self, seat: int) -> Action:
        """Make an offer of this turn again, from the same or from the other side."""
        if not self.state.offers_made or seat >= self.state.seats:
            return act.AnswerTrade(False)
        low, high, gives, gets, net = self.dice.choice(self.state.offers_made)
        if seat == low:
            return act.ProposeTrade(high, max(net, 0), max(-net, 0), gives, gets)
        return act.ProposeTrade(low, max(-net, 0), max(net, 0), gets, gives)


def make(game: Game) -> tuple[str, str]:
    """Play a golden game; return its transcript and what was refused on the way."""
    table = Table(game)
    table.play()
    written = transcript.write(table.writer.transcript(), BOARD)
    return written, "\n".join(table.refused) + "\n"


def main() -> None:
    """Write all golden games."""
    FOLDER.mkdir(exist_ok=True)
    for game in GAMES:
        played, refused = make(game)
        (FOLDER / f"{game.name}.txt").write_text(played, "utf-8", newline="\n")
        (FOLDER / f"{game.name}.refused").write_text(refused, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
