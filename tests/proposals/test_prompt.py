import json
from pathlib import Path

import pytest

from audit.prompts_folder import prompts_folder
from audit.proposals import prompt
from audit.proposals.prompt import example_problem, load_prompts
from audit.proposals.settings import ModelUnusable

TEXT = "物业管理费今年批下来36.50万元。"
FIGURES = ["F1 | 表 | 物业管理费 | 合计 | 36.50 | 万元"]


def answer(**changes: object) -> str:
    said = {"quote": "物业管理费今年批下来36.50万元", "number": "36.50", "figure": "F1", "kind": "amount"} | changes
    operand = {"role": "current", "number": said["number"], "figure": said["figure"]}
    return json.dumps({"claims": [{"quote": said["quote"], "kind": said["kind"], "item": "物业管理费", "operands": [operand]}]})


def test_prompts_in_order() -> None:
    prompts = load_prompts()
    assert prompts.system.count("输入：") == prompts.system.count("输出：") >= 4
    assert "{problem}" in prompts.repair


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (answer(), ""),
        ('{"claims": []}', ""),
        (answer(quote="物业管理费批下来36.50万元"), "引文"),
        (answer(number="36.5"), "数字 36.5"),
        (answer(number="6.50"), "数字 6.50"),
        (answer(figure="F2"), "编号 F2"),
        (answer(kind="sum"), "格式"),
        ("{}", "格式"),
        ("不是 JSON", "格式"),
    ],
)
def test_examples_are_held_to_the_rules(given: str, problem: str) -> None:
    found = example_problem(TEXT, FIGURES, given)
    assert (problem in found) if problem else found == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("claims.toml", '\\"number\\": \\"36.50万元\\"', '\\"number\\": \\"36.55万元\\"', "例 1"),
        ("claims.toml", "[[examples]]", "[[samples]]", "examples"),
        ("claims.toml", 'system = """', 'system = "', "claims.toml"),
        ("repair.toml", "repair =", "other =", "repair"),
    ],
)
def test_broken_prompt_is_told(
    name: str, old: str, new: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in prompts_folder().glob("*.toml"):
        text = file.read_text("utf-8")
        plain = old.replace("\\", "")
        assert file.name != name or plain in text
        (tmp_path / file.name).write_text(text.replace(plain, new.replace("\\", "")) if file.name == name else text, "utf-8")
    monkeypatch.setattr(prompt, "prompts_folder", lambda: tmp_path)
    with pytest.raises(ModelUnusable, match=words):
        load_prompts()


def test_missing_prompt_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "prompts_folder", lambda: tmp_path)
    with pytest.raises(ModelUnusable, match="claims"):
        load_prompts()
