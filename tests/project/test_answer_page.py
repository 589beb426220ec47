"""The page about JSON describes every key of `sipwhy code --json`."""

from __future__ import annotations

import json
import re

from sipwhy.reference.book import book
from sipwhy.reference.entry import Text
from sipwhy.reference.lookup import look_up
from sipwhy.render.answer.json import json_answer, json_list
from tests.project.keys import keys_of
from tests.project.tree import text


def test_every_key_of_an_answer_is_described() -> None:
    section = text("docs/json.md").partition("## sipwhy code --json")[2].partition("\n## ")[0]
    described = set(re.findall(r"`([^`\s]+)`", section))
    documents = [json.loads(json_answer(look_up("403"), "403", {"forbidden": Text("Refused", "Отказ")})), json.loads(json_list(book()))]
    assert not {key for document in documents for key in keys_of(document)} - described
