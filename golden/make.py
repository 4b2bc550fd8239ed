"""Makes the golden PDFs: each folder with a source.typ from that, `clean-ruled` from the generator. Run after changing a source.

`python golden/make.py` and then `pytest tests/test_golden.py --update-golden`.
"""

import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent
sys.path.insert(0, str(GOLDEN.parent))

from benchmarks.generator import document  # noqa: E402
from benchmarks.generator.typeset import compiled  # noqa: E402

CLEAN_SEED = 24


def main() -> None:
    for source in sorted(GOLDEN.glob("*/source.typ")):
        source.with_suffix(".pdf").write_bytes(compiled(source.read_text(encoding="utf-8")))
    clean = GOLDEN / "clean-ruled"
    clean.mkdir(exist_ok=True)
    (clean / "source.pdf").write_bytes(document("ruled", CLEAN_SEED)[0])


if __name__ == "__main__":
    main()
