"""
How well tones and mains hum are heard, and what is taken for them: recall and precision over levels and noise, false ones in voice.

    PYTHONPATH=src:. python bench/hearing.py [CAPTURE...]

Voice is synthetic syllables, and what espeak-ng says where it is installed; captures are listened to, all their calls.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import wave
from collections import Counter
from pathlib import Path

import numpy as np
from tests.media.sound.callers import cadence, noisy, pcm
from tests.rules.sounds import encoded, made, spoken

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples, resampled
from sipwhy.media.sound.g711 import TABLES
from sipwhy.media.sound.hum import hum_in
from sipwhy.media.sound.timeline import heard_in
from sipwhy.reference.call_tones import ROWS, Row

NAMED = frozenset({"dial", "ringback", "busy", "congestion", "unobtainable", "information", "fax-calling", "fax-answer"})
LEVELS = (-10.0, -20.0, -30.0, -40.0)
NOISES = (30.0, 20.0, 15.0, 12.0, 10.0, 8.0, 6.0)
HUMS = (-25.0, -35.0, -45.0, -50.0, -53.0, -58.0)
PROFILES = ({1: 1.0}, {2: 1.0, 4: 0.2}, {1: 1.0, 3: 0.5, 5: 0.3}, {2: 1.0, 4: 0.5, 6: 0.3})
"""How loud each multiple of the mains is: at a power supply, behind a rectifier, with the odd ones of a transformer, with a filter's."""
UNDER = {
    "quiet": np.random.default_rng(1).normal(0, 16, 12 * RATE),
    "speech at -26 dBov": spoken(12 * RATE, 5) * 32768 * 10 ** (-26 / 20) / np.sqrt(np.mean(spoken(12 * RATE, 5) ** 2)),
    "noise at -45 dBov": np.random.default_rng(2).normal(0, 184, 12 * RATE),
}
TEXTS = {
    "en": "Good morning, you have reached the switchboard. Nobody can take your call just now, please hold the line or call again later. "
    "Ooh, the moon is full, and Lulu whistles a tune: do, re, mi, fa, so.",
    "ru": "Здравствуйте, вы позвонили в диспетчерскую. Сейчас никто не может ответить, оставайтесь на линии или перезвоните позже. "
    "Уу, какая луна, и Лулу поёт: до, ре, ми, фа, соль.",
    "de": "Guten Tag, Sie sind mit der Zentrale verbunden. Im Augenblick kann niemand Ihren Anruf annehmen, bitte bleiben Sie dran.",
}


def main() -> None:
    print("Recall and precision, each tone of the table 12 s long through G.711, by noise below the tone:")
    for noise in NOISES:
        print(f"  {noise:4.0f} dB: " + "  ".join(f"{level:.0f} dBov {of_table(level, noise)}" for level in LEVELS))
    print("False tones in voice:")
    for name, seconds, found in (falsely("syllables", syllables()), falsely("no pauses", music()), *map_spoken()):
        print(f"  {name}: {seconds / 60:.1f} min, {dict(found) or 'none'}")
    print("Mains hum, 12 s through G.711, by its level: recall, and what of that has the right mains:")
    for level in HUMS:
        print(f"  {level:4.0f} dBov: " + "  ".join(f"under {name} {of_hum(level, under)}" for name, under in UNDER.items()))
    print("False hum:")
    tones = [through_g711(noisy(padded(row), -20.0, 30.0, seed)) for seed, row in enumerate(ROWS)]
    for name, sounds in (("tones of the table", tones), ("syllables", syllables()), ("no pauses", music()), *map_said()):
        count = sum(hum_in(sound) is not None for sound in sounds)
        print(f"  {name}: {sum(map(len, sounds)) / RATE / 60:.1f} min, {count} of {len(sounds)}")
    for path in sys.argv[1:]:
        in_capture(path)


def of_table(level: float, noise: float) -> str:
    hit = said = 0
    for seed, row in enumerate(ROWS):
        names = named(through_g711(noisy(padded(row), level, noise, seed)))
        hit += row.tone in names
        said += len(names)
    return f"{100 * hit / len(ROWS):5.1f} % / {100 * hit / max(said, 1):5.1f} %"


def of_hum(level: float, under: np.ndarray) -> str:
    hit = right = 0
    tries = [(mains, off, lines) for mains in (50, 60) for off in (-0.2, 0.0, 0.2) for lines in PROFILES]
    for seed, (mains, off, lines) in enumerate(tries):
        at = np.arange(len(under)) / RATE
        hum = sum(part * np.sin(2 * np.pi * (mains + off) * number * at + seed) for number, part in lines.items())
        hum *= 32768 * 10 ** (level / 20) / np.sqrt(np.mean(hum**2))
        found = hum_in(through_g711(np.clip(under + hum, -32768, 32767)))
        hit += found is not None
        right += found is not None and found.mains == mains
    return f"{100 * hit / len(tries):5.1f} % / {100 * right / max(hit, 1):5.1f} %"


def padded(row: Row) -> np.ndarray:
    return np.concatenate((np.zeros(RATE), cadence(row, 12.0), np.zeros(RATE)))


def through_g711(sound: np.ndarray) -> Samples:
    return TABLES["pcm_alaw"][np.frombuffer(encoded(sound), dtype=np.uint8)]


def named(samples: Samples) -> list[str]:
    return [spell.nature for spell in heard_in(samples)[1] if spell.nature in NAMED]


def falsely(name: str, sounds: list[Samples]) -> tuple[str, float, Counter[str]]:
    return name, sum(map(len, sounds)) / RATE, Counter(one for sound in sounds for one in named(sound))


def syllables() -> list[Samples]:
    return [through_g711(3000 * spoken(60 * RATE, seed)) for seed in range(30)]


def music() -> list[Samples]:
    """Voice without pauses, and chords of pure notes that change each 0.2 to 1 s: what is nearest to tones of all music."""
    rng = np.random.default_rng(7)
    found = [pcm(3000 * made("music", 60.0)) for _ in range(2)]
    for _ in range(20):
        notes: list[Samples] = []
        while sum(map(len, notes)) < 60 * RATE:
            at = np.arange(round(rng.uniform(0.2, 1.0) * RATE)) / RATE
            chosen = 220 * 2 ** (rng.integers(0, 36, rng.integers(1, 4)) / 12)
            notes.append(sum(np.sin(2 * np.pi * note * at) for note in chosen) * 4000 * np.exp(-2 * at))
        found.append(pcm(np.concatenate(notes)))
    return found


def map_spoken() -> list[tuple[str, float, Counter[str]]]:
    return [falsely(f"espeak-ng {lang}", said(lang, text)) for lang, text in TEXTS.items()] if shutil.which("espeak-ng") else []


def map_said() -> list[tuple[str, list[Samples]]]:
    return [(f"espeak-ng {lang}", said(lang, text)) for lang, text in TEXTS.items()] if shutil.which("espeak-ng") else []


def said(lang: str, text: str) -> list[Samples]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for pitch in range(10, 100, 10):
            for voice in ("", "+f3", "+m3", "+whisper"):
                path = Path(folder, "said.wav")
                subprocess.run(["espeak-ng", "-v", lang + voice, "-p", str(pitch), "-w", str(path), text], check=True, capture_output=True)
                with wave.open(str(path)) as file:
                    samples = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
                    found.append(resampled(samples, file.getframerate(), RATE))
    return found


def in_capture(path: str) -> None:
    from sipwhy.app import run  # noqa: PLC0415  # only where captures are given
    from sipwhy.app.settings import Settings  # noqa: PLC0415  # as above

    report = run([path], settings=Settings(listen=True))
    for row in report.rows():
        for sound in report.scene.sounds(row.number).sounds:
            heard = [f"{spell.nature} {spell.at:.1f}+{spell.seconds:.1f}" for spell in sound.spells if spell.nature in NAMED]
            if heard:
                print(f"{path} call {row.number} stream {sound.stream}: {', '.join(heard)}")


if __name__ == "__main__":
    main()
