from __future__ import annotations

import pytest

from magnate_app.errors import SettingError
from magnate_app.server.config import ServerConfig


def test_the_defaults_are_those_of_the_contract() -> None:
    config = ServerConfig()
    assert (config.queue_size, config.min_players, config.max_players) == (4, 2, 4)
    assert (config.max_peers, config.hello_within, config.stand_in_after) == (256, 5, 20)
    assert config.stand_in_patience == 20
    assert config.kept_after_end == 30 * 60
    assert not config.remote_rooms


@pytest.mark.parametrize("name", ["queue_size", "min_players", "max_players"])
@pytest.mark.parametrize("number", [1, 7])
def test_numbers_no_game_can_have_are_refused(name: str, number: int) -> None:
    with pytest.raises(SettingError) as caught:
        ServerConfig(**{name: number})  # type: ignore[arg-type] # one field of three
    assert caught.value.setting == name
