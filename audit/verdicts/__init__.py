"""Equations and remarks → findings and root causes."""

from audit.verdicts.judge import Judgement, Root, judge

__all__ = ["Judgement", "Root", "judge"]
