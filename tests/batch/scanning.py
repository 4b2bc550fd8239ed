"""A task that takes as long as a page read by OCR."""

import time

from audit.batch.task import Failed, Job, Outcome
from audit.reading.patience import on_scan


def slow(job: Job) -> Outcome:
    if job.name == "scan":
        on_scan.get()(1)
    time.sleep(4)
    return Failed("read")
