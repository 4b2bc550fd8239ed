"""Makes budget disclosures with their truth: `python benchmarks/generate.py --seed 7 --errors 3 --out DIR --count 5`.

Writes DIR/pdf/<doc>.pdf and DIR/truth/<doc>.json for the seeds from --seed on. The same seed gives the same document.
"""

import argparse
import json
import sys
from pathlib import Path

if __package__ in (None, ""):  # run as a script, the repository root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.generator import LAYOUTS, document
from benchmarks.generator.errors import KINDS, NoTarget


def wanted_errors(text: str) -> int | list[str]:
    """`3` as a number of errors, `unit_slip,table_row` as their kinds."""
    if text.isdigit():
        return int(text)
    kinds = text.split(",")
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown kind {', '.join(unknown)}; known: {', '.join(KINDS)}")
    return kinds


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", choices=LAYOUTS, default=LAYOUTS[0])
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=1, help="how many documents")
    parser.add_argument("--errors", type=wanted_errors, default=0, metavar="N|KIND[,KIND]", help="none unless asked for")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    for folder in ("pdf", "truth"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, options.seed + options.count):
        try:
            pdf, truth = document(options.layout, seed, options.errors)
        except NoTarget as error:
            print(f"seed {seed}: {error}", file=sys.stderr)
            return 1
        (options.out / "pdf" / f"{truth['doc']}.pdf").write_bytes(pdf)
        text = json.dumps(truth, ensure_ascii=False, indent=1)
        (options.out / "truth" / f"{truth['doc']}.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
