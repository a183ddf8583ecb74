"""Make the sounds and the music of Magnate: `python3 build/sounds.py`.

All are computed here, so they are our own. Needs `oggenc` (Debian: vorbis-tools) to pack
them into `assets/audio`; the packed files are committed, so nobody else needs it.
"""

from __future__ import annotations

import array
import math
import random
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

RATE = 32_000
AUDIO = Path(__file__).resolve().parent.parent / "assets" / "audio"

Samples = list[float]


def silence(seconds: float) -> Samples:
    """Return nothing, for a while."""
    return [0.0] * int(RATE * seconds)


def add(target: Samples, start: float, sound: Sequence[float], loud: float = 1.0) -> None:
    """Mix `sound` into `target` from a moment on."""
    first = int(start * RATE)
    for index, value in enumerate(sound):
        if first + index < len(target):
            target[first + index] += value * loud


def note(
    pitch: float, seconds: float, *, decay: float = 6.0, attack: float = 0.004, bright: float = 0.4
) -> Samples:
    """Return a plucked or struck tone; `bright` is the share of its overtones."""
    result = []
    for index in range(int(RATE * seconds)):
        t = index / RATE
        swell = min(1.0, t / attack) * math.exp(-decay * t)
        phase = 2 * math.pi * pitch * t
        value = math.sin(phase)
        value += bright * math.sin(2 * phase) * math.exp(-decay * t)
        value += bright * 0.5 * math.sin(3.01 * phase) * math.exp(-2 * decay * t)
        fade = min(1.0, (seconds - t) / 0.02)
        result.append(value * swell * fade / (1 + bright))
    return result


def glide(low: float, high: float, seconds: float, *, decay: float = 4.0) -> Samples:
    """Return a tone that slides from one pitch to another."""
    result, phase = [], 0.0
    for index in range(int(RATE * seconds)):
        t = index / RATE
        pitch = low + (high - low) * t / seconds
        phase += 2 * math.pi * pitch / RATE
        result.append(math.sin(phase) * math.exp(-decay * t) * min(1.0, t / 0.005))
    return result


def noise(seconds: float, *, decay: float, dull: float, seed: int) -> Samples:
    """Return a burst of noise; `dull` from 0 to 1 takes its highs away."""
    chance = random.Random(seed)
    result, last = [], 0.0
    for index in range(int(RATE * seconds)):
        last = last * dull + chance.uniform(-1, 1) * (1 - dull)
        result.append(last * math.exp(-decay * index / RATE))
    return result


def knock(pitch: float, seed: int) -> Samples:
    """Return a knock on wood."""
    result = silence(0.16)
    add(result, 0, note(pitch, 0.15, decay=38, attack=0.001, bright=0.7), 0.8)
    add(result, 0, noise(0.05, decay=90, dull=0.4, seed=seed), 0.5)
    return result


def dice() -> Samples:
    """Return dice that roll out on a tray."""
    result = silence(0.85)
    chance = random.Random(7)
    moment, gap = 0.0, 0.045
    while moment < 0.68:
        add(result, moment, knock(chance.uniform(520, 900), int(moment * 999)), 0.5 - 0.4 * moment)
        moment += gap * chance.uniform(0.7, 1.3)
        gap *= 1.13
    return result


def coins(pitches: Sequence[float], gap: float) -> Samples:
    """Return coins that ring one after the other."""
    result = silence(0.25 + gap * len(pitches) + 0.3)
    for index, pitch in enumerate(pitches):
        add(result, index * gap, note(pitch, 0.4, decay=11, bright=0.8), 0.5)
        add(result, index * gap, note(pitch * 2.76, 0.2, decay=20, bright=0.3), 0.2)
    return result


def tune(pitches: Sequence[float], gap: float, last: float = 0.7, decay: float = 5.0) -> Samples:
    """Return a short tune on a music box."""
    result = silence(gap * (len(pitches) - 1) + last)
    for index, pitch in enumerate(pitches):
        long = last if index == len(pitches) - 1 else gap * 2.2
        add(result, index * gap, note(pitch, long, decay=decay, bright=0.35), 0.55)
    return result


def bell() -> Samples:
    """Return the two strokes of a tram's bell."""
    result = silence(0.9)
    for moment in (0.0, 0.22):
        for ratio, loud in ((1, 0.5), (2.4, 0.25), (3.9, 0.14), (5.3, 0.08)):
            add(result, moment, note(880 * ratio, 0.65, decay=6 + ratio, bright=0.1), loud)
    return result


def gavel() -> Samples:
    """Return two strokes of an auctioneer."""
    result = silence(0.6)
    for moment in (0.0, 0.2):
        add(result, moment, knock(210, 3), 1.0)
        add(result, moment, knock(330, 5), 0.6)
    return result


def build() -> Samples:
    """Return a hammer."""
    result = silence(0.6)
    for index, moment in enumerate((0.0, 0.13, 0.26)):
        add(result, moment, knock(420 + 60 * index, index), 0.8)
        add(result, moment, note(1900, 0.12, decay=40), 0.15)
    return result


def card() -> Samples:
    """Return a card that is turned."""
    result = silence(0.3)
    add(result, 0, noise(0.16, decay=16, dull=0.55, seed=11), 0.9)
    add(result, 0.12, knock(700, 2), 0.35)
    return result


def jail() -> Samples:
    """Return a door of bars."""
    result = silence(1.0)
    add(result, 0, noise(0.22, decay=9, dull=0.8, seed=4), 1.2)
    for pitch in (187, 311, 498, 733):
        add(result, 0.2, note(pitch, 0.75, decay=6, bright=0.9), 0.24)
    add(result, 0.2, noise(0.1, decay=40, dull=0.5, seed=8), 0.8)
    return result


A, B, C, D, E, F, G = 440.0, 493.88, 523.25, 587.33, 659.25, 698.46, 783.99

SOUNDS: dict[str, Callable[[], Samples]] = {
    "dice": dice,
    "step": lambda: knock(640, 1),
    "coin_in": lambda: coins((1568, 2093, 2637), 0.06),
    "coin_out": lambda: coins((1760, 1319), 0.08),
    "buy": lambda: tune((C, E, G), 0.09, 0.6),
    "gavel": gavel,
    "card": card,
    "build": build,
    "sell": lambda: tune((G, E), 0.1, 0.4),
    "jail": jail,
    "tram": bell,
    "bridge": lambda: tune((D / 2, A / 2, D), 0.07, 0.5),
    "your_turn": lambda: tune((G, 2 * C), 0.14, 0.8, 4.0),
    "chat": lambda: tune((2 * C, 2 * E), 0.05, 0.22, 14.0),
    "tick": lambda: knock(1200, 9),
    "win": lambda: tune((C, E, G, 2 * C, G, 2 * C), 0.13, 1.3, 3.2),
    "lose": lambda: tune((E, D, C, A / 2), 0.2, 1.2, 3.0),
    "click": lambda: knock(980, 6),
    "error": lambda: tune((196, 165), 0.11, 0.35, 8.0),
}

CHORDS = {
    "menu": ((C, E, G), (A, C, E), (F, A, C), (G, B, D)),
    "table": ((D, F, A), (G, B, D), (C, E, G), (A, C, E)),
}


def music(name: str) -> Samples:
    """Return a calm loop: soft chords, a bass, a few plucked notes."""
    beat = 0.62 if name == "menu" else 0.74
    bars = 16
    long = bars * 4 * beat
    result = silence(long)
    chance = random.Random(name)
    for bar in range(bars):
        chord = CHORDS[name][bar % 4]
        start = bar * 4 * beat
        for pitch in chord:
            pad = note(pitch / 2, 4 * beat, decay=0.5, attack=0.5, bright=0.12)
            add_round(result, start, pad, 0.1)
        for half in (0, 2):
            bass = note(chord[0] / 4, 2 * beat, decay=1.6, attack=0.01, bright=0.3)
            add_round(result, start + half * beat, bass, 0.24)
        for step in range(8):
            if chance.random() < (0.62 if bar % 4 != 3 else 0.4):
                pitch = chance.choice(chord) * chance.choice((1, 1, 2))
                pluck = note(pitch, 1.6, decay=3.4, bright=0.25)
                add_round(result, start + step * beat / 2, pluck, chance.uniform(0.09, 0.17))
    return result


def add_round(target: Samples, start: float, sound: Sequence[float], loud: float) -> None:
    """Mix in; what passes the end begins again, so that the loop has no seam."""
    first = int(start * RATE)
    for index, value in enumerate(sound):
        target[(first + index) % len(target)] += value * loud


def write(path: Path, samples: Samples, peak: float) -> None:
    """Write a WAV file whose loudest sample is `peak`."""
    top = max(abs(value) for value in samples) or 1.0
    numbers = array.array("h", (int(value / top * peak * 32_767) for value in samples))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numbers.tobytes())


def main() -> int:
    """Make everything."""
    packer = shutil.which("oggenc")
    if packer is None:
        print("oggenc is missing (Debian: apt install vorbis-tools)")
        return 1
    AUDIO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, make in SOUNDS.items():
            pack(packer, Path(folder) / f"{name}.wav", make(), 0.7, "3")
        for name in CHORDS:
            pack(packer, Path(folder) / f"music_{name}.wav", music(name), 0.55, "2")
    return 0


def pack(packer: str, path: Path, samples: Samples, peak: float, quality: str) -> None:
    """Write one sound and pack it into the assets."""
    write(path, samples, peak)
    target = AUDIO / f"{path.stem}.ogg"
    command = [packer, "-Q", "-q", quality, "--serial", "1", "-o", str(target), str(path)]
    subprocess.run(command, check=True)
    print(f"{target.name}: {target.stat().st_size // 1024 + 1} KB")


if __name__ == "__main__":
    sys.exit(main())
