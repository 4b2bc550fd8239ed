"""Tasks that workers run instead of the audit: a job's file says what becomes of it."""

import os
import signal
import time
from pathlib import Path

from audit.batch.task import Audited, Failed, Job, Outcome

EMPTY = Audited({}, {}, {}, [], [], {})


def job_of(file: str) -> Job:
    return Job((file,))


def steered(job: Job) -> Outcome:
    """`hang`, `crash`, `kill`, `eat` and `fail` do so; `once DIR` is killed the first time; all others are audited."""
    what, _, argument = job.name.partition(" ")
    if what == "hang":
        time.sleep(600)
    elif what == "crash":
        os._exit(3)
    elif what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "eat":
        hoard = bytearray(400 << 20)
        hoard[::4096] = b"x" * len(hoard[::4096])
        time.sleep(600)
    elif what == "fail":
        return Failed("不好")
    elif what == "once" and not Path(argument, "tried").exists():
        Path(argument, "tried").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "large":
        return Audited({"text": "x" * 2_000_000}, {}, {}, [], [], {})
    return EMPTY
