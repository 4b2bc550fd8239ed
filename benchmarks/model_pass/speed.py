"""Twenty documents against an endpoint that answers in 200 ms: `python -m benchmarks.model_pass.speed`.

The ideal is the longer of what the documents take without a model and what the requests take when each place of the
endpoint is always busy. The endpoint stands in a process of its own, as it does in life.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.model_pass.cases import cases, pdf_of

ROOT = Path(__file__).resolve().parents[2]
LATENCY = 0.2
DOCUMENTS = 20


class Endpoint(BaseHTTPRequestHandler):
    """Says after 200 ms that there are no claims."""

    protocol_version = "HTTP/1.1"
    # headers and body go out at once: two packets would wait for each other
    wbufsize = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        time.sleep(LATENCY)
        message = {"role": "assistant", "content": '{"claims": []}'}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        head = {"id": "x", "object": "chat.completion", "created": 0, "model": "m"}
        body = json.dumps(head | {"choices": [choice], "usage": usage}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--together", type=int, default=0, help="as the setting of that name; 0 makes the most requests")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
        print(server.server_address[1], flush=True)
        server.serve_forever()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_documents(folder / "documents")
        endpoint = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.model_pass.speed", "--serve"], stdout=subprocess.PIPE, cwd=ROOT
        )
        try:
            assert endpoint.stdout is not None
            url = f"http://127.0.0.1:{int(endpoint.stdout.readline())}/v1"
            told = ("cache=", f"concurrency={given.concurrency}", f"together={given.together}")
            model = ["--model", "openai:m", "--base-url", url, *(part for text in told for part in ("--model-set", text))]
            alone, asked = _seconds([], folder), _seconds(model, folder)
            calls = sum(json.loads(path.read_text("utf-8"))["model"]["calls"] for path in folder.glob("out/*/report.json"))
        finally:
            endpoint.terminate()
    waiting = math.ceil(calls / given.concurrency) * LATENCY
    libraries = _seconds_of_loading()
    ideal = max(alone, waiting)
    print(f"{DOCUMENTS} documents, {calls} requests of {LATENCY:g} s, {given.concurrency} at a time")
    print(f"without a model {alone:.1f} s, waiting alone {waiting:.1f} s, with the model {asked:.1f} s")
    print(f"{asked / ideal:.2f} × of the ideal ({ideal:.1f} s); the client's libraries take {libraries:.1f} s to load, once:")
    print(f"{(asked - libraries) / ideal:.2f} × without that")


def _seconds_of_loading() -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import langchain_openai, langsmith"], check=True)
    return time.monotonic() - started


def _write_documents(folder: Path) -> None:
    folder.mkdir()
    made = [pdf_of(case) for case in cases()]
    for n in range(DOCUMENTS):
        # a comment behind the end makes each a file of its own
        (folder / f"{n:02}.pdf").write_bytes(made[n % len(made)] + b"\n%% %d\n" % n)


def _seconds(options: list[str], folder: Path) -> float:
    arguments = [
        sys.executable,
        "-m",
        "audit",
        "run",
        str(folder / "documents"),
        "--out",
        str(folder / "out"),
        "--format",
        "json",
        *options,
    ]
    started = time.monotonic()
    subprocess.run(arguments, check=False, capture_output=True, cwd=ROOT)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
