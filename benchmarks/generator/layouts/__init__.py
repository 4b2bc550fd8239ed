"""The layouts, by name."""

from . import accounts, borderless, dense, hairline, ruled, threeline, yuan

BY_NAME = {module.LAYOUT.name: module.LAYOUT for module in (ruled, yuan, accounts, threeline, hairline, borderless, dense)}
