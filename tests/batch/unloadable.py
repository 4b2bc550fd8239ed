"""A task that no worker can load."""

import multiprocessing

from audit.batch.task import Failed, Job, Outcome

if multiprocessing.current_process().name != "MainProcess":
    raise ImportError("not in a worker")


def task(job: Job) -> Outcome:
    return Failed(job.name)
