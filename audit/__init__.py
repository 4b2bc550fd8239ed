"""Checks Chinese budget disclosures: every table, total and sentence against each other.

>>> from audit import audit_file
>>> report = audit_file("budget.pdf")
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Report", "__version__", "audit_file"]

if TYPE_CHECKING:
    from audit.findings import Report
    from audit.pipeline import audit_file


def __getattr__(name: str) -> object:
    # PEP 562: `audit --help` must not wait for the readers
    if name == "audit_file":
        from audit.pipeline import audit_file

        return audit_file
    if name == "Report":
        from audit.findings import Report

        return Report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
