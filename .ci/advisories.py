"""Known vulnerabilities of what requirements.lock names, a line each; told, not judged: a release may have to wait for a fix.

Needs the network: without it, that is told. Exit status 1 with `--strict` where there are any.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
TOOL = "pip-audit==2.10.1"
_SECONDS = 60


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder, "Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
        audit = ["pip_audit", "--disable-pip", "--require-hashes", "-r", str(LOCK), "-f", "json", "--progress-spinner", "off"]
        try:
            _output(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", TOOL)
            told = _output(python, "-m", *audit)
        except subprocess.TimeoutExpired:
            told = ""
    dependencies = json.loads(told)["dependencies"] if told else []
    asked = [dependency for dependency in dependencies if "vulns" in dependency]
    found = [(d["name"], d["version"], v["id"], v["fix_versions"]) for d in asked for v in d["vulns"]]
    for name, version, advisory, fixed in found:
        print(f"advisories: {name} {version}: {advisory}, fixed in {', '.join(fixed) or 'no version yet'}")
    print(f"advisories: {len(found)} for {len(asked)} packages that could be asked about")
    return 1 if found and "--strict" in sys.argv else 0


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS).stdout


if __name__ == "__main__":
    sys.exit(main())
