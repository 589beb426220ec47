"""The page about voice has the values that the program reckons with, and a command is named in both languages."""

from pathlib import Path

from sipwhy.reference.impairments import IMPAIRMENTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_its_table_is_the_one_that_is_used() -> None:
    rows = [line.strip("|").split("|") for line in (DOCS / "media.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = {cells[0].strip(): tuple(cell.strip() for cell in cells[1:]) for cells in rows if cells[0].strip() != "codec"}
    assert set(told) == set(IMPAIRMENTS)
    for name, one in IMPAIRMENTS.items():
        scale, ie, bpl, note = told[name]
        assert (scale, float(ie), float(bpl) if bpl else None) == (one.scale, one.ie, one.bpl), name
        assert note.startswith("≈") == one.is_estimate, name
