"""The two commands of a fresh checkout: `python3 dev.py demo` and `python3 dev.py test`.

Needs nothing but Python: the first call makes `.venv` and installs the versions of `requirements.lock` into it.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed"
DEMO = ROOT / "golden" / "linhe-hrss-2024" / "source.pdf"

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-q"),
)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (run by whatever Python the machine has)
        return fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}")
    if sys.argv[1:] not in (["demo"], ["test"]):
        return fail("usage: python3 dev.py demo | python3 dev.py test")
    if importlib.util.find_spec("ensurepip") is None:
        return fail("this Python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv")
    try:
        install()
    except subprocess.CalledProcessError as problem:
        return fail(f"installation failed (exit status {problem.returncode}), see above")
    return demo() if sys.argv[1] == "demo" else test()


def install() -> None:
    """Make `.venv` anew, unless it was made by this Python from what stands in the lock and in pyproject.toml."""
    content = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    wanted = hashlib.sha256(content).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("installing into .venv (once, about a minute) ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(LOCK)], check=True)
    # the lock holds the build backend too
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
    STAMP.write_text(wanted)


def demo() -> int:
    """Audit the golden document, which contains errors: finding them (exit status 1) is success."""
    status = subprocess.run([PYTHON, "-m", "audit", "run", DEMO, "--out", "out"], cwd=ROOT).returncode
    if status != 1:
        return fail(f"the demo should have found errors (exit status 1), but ended with {status}")
    print(f"\nThe whole report: {ROOT / 'out' / DEMO.stem / 'report.html'}")
    print(f"The document:     {DEMO}")
    return 0


def test() -> int:
    """Every check, one after the other: tests of time and memory have the machine to themselves."""
    failed = [" ".join(check) for check in CHECKS if subprocess.run([PYTHON, "-m", *check], cwd=ROOT).returncode]
    return fail(f"failed: {', '.join(failed)}") if failed else 0


def fail(message: str) -> int:
    print(f"dev.py: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
