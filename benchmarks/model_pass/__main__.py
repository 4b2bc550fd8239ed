"""The model pass on paragraphs outside the grammar: `python -m benchmarks.model_pass [--model …] [--record FILE]`.

Without options: no model, and the recorded answers of the local model. `--model` (with `--base-url`, `--model-set`, as of
`audit run`) adds an endpoint. `--record FILE` writes its answers down. `--results FILE` writes the table as Markdown.
"""

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from audit.pipeline import Audited, audited_file, with_model
from audit.proposals.gate import forget_gates
from audit.proposals.settings import ModelSettings, flags_of, model_settings
from audit.proposals.spending import Spent
from benchmarks.model_pass.cases import Case, cases, pdf_of
from benchmarks.model_pass.scoring import Tally, add
from benchmarks.model_pass.table import table

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "golden" / "model-pass" / "answers.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="")
    parser.add_argument("--base-url")
    parser.add_argument("--model-set", action="append", default=[])
    parser.add_argument("--record", default="", help="file to which the answers of --model are added")
    parser.add_argument("--only", default="", help="names of cases, comma-separated")
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    chosen = [case for case in cases() if not given.only or case.name in given.only.split(",")]
    audited = [(case, audited_case(case)) for case in chosen]
    columns = [("no model", *_scored(audited), 0.0)]
    for settings in _models(given):
        started = time.monotonic()
        read = [(case, with_model(result, settings)) for case, result in audited]
        tally, spent = _scored(read)
        columns.append((settings.name, tally, spent, _seconds(settings) or time.monotonic() - started))
        for case, result in read:
            for note in result.proposals.notes if result.proposals else ():
                print(f"{case.name}: {note}")
    forget_gates()
    text = table(columns)
    print(text)
    if given.results:
        given.results.write_text(text, "utf-8")


def audited_case(case: Case) -> Audited:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{case.name}.pdf"
        path.write_bytes(pdf_of(case))
        return audited_file(path, completeness=False)


def _models(given: argparse.Namespace) -> list[ModelSettings]:
    """The recorded answers, where there are some and nothing else is asked for, and the model that was named."""
    if given.model:
        settings = model_settings(given.model, flags_of(given.base_url, None, given.model_set))
        # what is measured must be asked
        return [replace(settings, cache="", record=given.record)] if settings else []
    return [recorded_settings()] if RECORDED.exists() else []


def recorded_settings() -> ModelSettings:
    """The settings that replay the recorded answers of the local model."""
    name = json.loads(RECORDED.read_text("utf-8"))["model"]
    return ModelSettings(name, base_url="", provider="recorded", file=str(RECORDED), concurrency=1, together=0)


def _scored(read: list[tuple[Case, Audited]]) -> tuple[Tally, Spent]:
    tally, spent = Tally(), Spent()
    for case, audited in read:
        add(tally, case, audited)
        spent += audited.spent or Spent()
    return tally, spent


def _seconds(settings: ModelSettings) -> float:
    """What the recorded answers took when they were given."""
    if settings.provider != "recorded":
        return 0.0
    answers = json.loads(Path(settings.file).read_text("utf-8"))["answers"].values()
    return sum(float(answer["seconds"]) for answer in answers)


if __name__ == "__main__":
    main()
