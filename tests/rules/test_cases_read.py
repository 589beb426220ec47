"""Cases are read whole, or not at all."""

from pathlib import Path

import pytest

from tests.rules.cases import read_cases

_OPEN = "# slug\n\n## One\n\nfires: yes\n\n```flow\n0.000 alice > pbx INVITE 1001 > 1002\n"


@pytest.mark.parametrize("behind", ["", "\n## Two\n\nfires: no\n", "```flow\n```\n"])
def test_a_block_without_its_end_is_refused(behind: str, tmp_path: Path) -> None:
    path = tmp_path / "slug.md"
    path.write_text(_OPEN + behind, encoding="utf-8")
    with pytest.raises(ValueError, match="One: expected ``` at the end"):
        read_cases(path)
