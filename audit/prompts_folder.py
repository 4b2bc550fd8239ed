"""Where the prompts of the model pass stand."""

from pathlib import Path


def prompts_folder() -> Path:
    """The folder of prompt files: `audit/_prompts` of an installed wheel, `prompts/` of a checkout."""
    package = Path(__file__).parent
    installed = package / "_prompts"
    return installed if installed.is_dir() else package.parent / "prompts"
