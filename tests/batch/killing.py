"""Killing processes at random moments."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

# Seconds of a processor.
_IMPORTS = 1.0


def children(process: psutil.Process, command: str) -> list[psutil.Process]:
    """The children whose command line holds these words."""
    return [child for child in process.children(recursive=True) if command in " ".join(command_of(child))]


def begun(process: psutil.Process) -> bool:
    """Whether a worker is past its imports: one that dies before it is ready, time and again, ends the batch."""
    try:
        return bool(process.cpu_times().user > _IMPORTS)
    except psutil.Error:
        return False


def command_of(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


@contextmanager
def killing(choice: Callable[[], list[psutil.Process]], seed: int = 1) -> Iterator[list[int]]:
    """Kills one of the chosen processes every second or two while the block runs; yields the ids of those killed."""
    killed: list[int] = []
    stop = threading.Event()
    rng = random.Random(seed)

    def kill() -> None:
        while not stop.wait(rng.uniform(0.5, 2.5)):
            processes = choice()
            if processes:
                victim = rng.choice(processes)
                killed.append(victim.pid)
                victim.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()
