"""Which model is asked, where, within which bounds and at what price.

`--model` alone names the model. Every other setting has one name and one order of precedence: a flag (`--base-url`,
`--scope`, `--model-set NAME=VALUE`), the environment (`AUDIT_MODEL_NAME`), `audit.toml` in the working folder (a table for
this very model, then `[model]`), the default. Keys are read from the environment only.
"""

import math
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audit.caches import cache_folder

SETTINGS_FILE = "audit.toml"
OPENAI_URL = "https://api.openai.com/v1"
# provider → its own address, and the variable that holds its key
_ADDRESSES = {"openai": OPENAI_URL, "anthropic": "https://api.anthropic.com", "ollama": "http://127.0.0.1:11434", "gguf": ""}
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
# A model on this machine thinks about one question at a time, is slow, and remembers the instructions that all questions share;
# elsewhere they are most of what each request costs.
_HERE = {"timeout": "300", "budget": "3600", "concurrency": "1"}
_OWN_DEFAULTS = {"openai": {"together": "240"}, "anthropic": {"together": "240"}, "ollama": _HERE, "gguf": _HERE}
_SCOPES = ("residue", "all")


class ModelUnusable(Exception):
    """A model that cannot be asked; the message (Chinese) says why."""


@dataclass(frozen=True)
class ModelSettings:
    """A model and the bounds within which it is used; times in seconds. Holds no key.

    name: as the provider calls the model; for gguf the file without its suffix
    base_url: where it is served; "" in this process
    timeout: for one request, from sending to the last byte of its answer
    budget: for one document, all requests and pauses together
    attempts: requests for one question while the endpoint answers 429, 5xx or not at all
    pause: before the second attempt; twice as long before the third
    patience: failed questions in a row after which no more are asked
    max_tokens: of one answer; small models loop
    scope: "residue" asks about what the grammar left, "all" about every number
    concurrency: requests at a time, of all documents of this process together
    rate: requests a minute at most, 0 for no limit
    together: characters of text up to which neighbouring stretches share a request, 0 for one each
    cache: the SQLite file of answers, "" for none
    price_input, price_output: of a million tokens, in `currency`; None where unknown
    file: of gguf, the model; of "recorded", the answers that are replayed
    record: file of recorded answers to which every answer is added, "" for none
    """

    name: str
    base_url: str = OPENAI_URL
    timeout: float = 60
    budget: float = 900
    attempts: int = 3
    pause: float = 1
    patience: int = 3
    max_tokens: int = 1500
    provider: str = "openai"
    scope: str = "residue"
    concurrency: int = 4
    rate: int = 0
    together: int = 0
    cache: str = ""
    price_input: Decimal | None = None
    price_output: Decimal | None = None
    currency: str = "元"
    file: str = ""
    record: str = ""

    @property
    def host(self) -> str:
        """Who receives the text: host, and port where one is given; never the credentials of the address."""
        if not self.base_url:
            return "本机"
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def api_key(self) -> str:
        """From the environment only; endpoints of one's own often ask for none, but their clients insist on one."""
        return os.environ.get(_KEYS.get(self.provider, "")) or "none"

    @property
    def priced(self) -> bool:
        return self.price_input is not None and self.price_output is not None


_OF_THE_MODEL = ("name", "provider", "file", "record")
SETTING_NAMES = tuple(field.name for field in fields(ModelSettings) if field.name not in _OF_THE_MODEL)


def model_settings(model: str, flags: Mapping[str, str] | None = None, folder: Path | None = None) -> ModelSettings | None:
    """The settings that `--model` and the flags (by setting name) ask for, None for no model; raises ModelUnusable.

    folder: where `audit.toml` may stand, the working folder if not given
    """
    flags = flags or {}
    if model == "none":
        # which numbers a model would be asked about harms nobody
        if flags.keys() - {"scope"}:
            raise ModelUnusable("--base-url 和 --model-set 须与 --model 一同使用")
        return None
    provider, _, name = model.partition(":")
    if provider not in _ADDRESSES or not name:
        known = "none、openai:名称（兼容 OpenAI 接口的服务均可）、anthropic:名称、ollama:名称、gguf:文件"
        raise ModelUnusable(f"--model {model}：可用 {known}")
    given = _given(model, provider, flags, folder or Path.cwd())
    file = ""
    if provider == "gguf":
        if "base_url" in given:
            raise ModelUnusable(f"--model {model}：在本机运行，不用 base_url")
        file, name = _gguf(name)
    elif "base_url" not in given and provider in _KEYS and not os.environ.get(_KEYS[provider]):
        raise ModelUnusable(f"--model {model}：请在环境变量 {_KEYS[provider]} 中给出密钥，或用 --base-url 指定自己的服务")
    parsed: dict[str, Any] = {"base_url": _ADDRESSES[provider], **{n: _parsed(n, *told) for n, told in given.items()}}
    return ModelSettings(name, provider=provider, file=file, **parsed)


def _given(model: str, provider: str, flags: Mapping[str, str], folder: Path) -> dict[str, tuple[str, str]]:
    """setting → its text and where it was given, the strongest source of each."""
    general, own = _from_file(folder / SETTINGS_FILE, model)
    environment = {name: os.environ[v] for name in SETTING_NAMES if os.environ.get(v := f"AUDIT_MODEL_{name.upper()}")}
    sources = (
        ("缺省", {"cache": str(cache_folder() / "answers.sqlite"), **_OWN_DEFAULTS[provider]}),
        (SETTINGS_FILE, general),
        (SETTINGS_FILE, own),
        ("环境变量", environment),
        ("命令行", flags),
    )
    found: dict[str, tuple[str, str]] = {}
    for source, told in sources:
        for name, text in told.items():
            if name not in SETTING_NAMES:
                raise ModelUnusable(f"{source}：没有名为 {name} 的模型设置，可用：{'、'.join(SETTING_NAMES)}")
            found[name] = text, source
    return found


def _from_file(path: Path, model: str) -> tuple[dict[str, str], dict[str, str]]:
    """What `[model]` says of all models, and what `[model."openai:NAME"]` says of this one."""
    if not path.is_file():
        return {}, {}
    try:
        told = tomllib.loads(path.read_text("utf-8")).get("model", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ModelUnusable(f"{path.name} 无法读取：{problem}") from None
    if not isinstance(told, dict):
        raise ModelUnusable(f"{path.name}：[model] 应为一节设置")
    # the names of models have a colon
    general = {name: value for name, value in told.items() if ":" not in name}
    own = told.get(model, {})
    if not isinstance(own, dict):
        raise ModelUnusable(f'{path.name}：[model."{model}"] 应为一节设置')
    for name in (*general, *own):
        if "key" in name.lower():
            raise ModelUnusable(f"{path.name}：密钥只能放在环境变量中（{'、'.join(_KEYS.values())}），请从文件中删去 {name}")
    return _texts(general), _texts(own)


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in told.items()}


def _parsed(name: str, text: str, source: str) -> Any:
    """The setting's value; raises ModelUnusable, which says what it should be."""
    field = next(field for field in fields(ModelSettings) if field.name == name)
    wanted = ""
    if name == "base_url":
        if _is_address(text):
            return text
        wanted = "应形如 http://主机:端口/v1"
    elif name == "scope":
        if text in _SCOPES:
            return text
        wanted = "应为 residue（规则未能核对的数字）或 all（全部数字）"
    elif field.type in (str, "str"):
        return text
    else:
        number = _number(text)
        least = Decimal(0) if field.default in (None, 0) or name in ("together", "pause") else Decimal("0.001")
        whole = isinstance(field.default, int) and name not in ("timeout", "budget", "pause")
        if number is not None and number >= least and not (whole and number != int(number)):
            return number if field.default in (None, MISSING) else int(number) if whole else float(number)
        wanted = f"应为{'正整数' if whole and least else '不小于 0 的整数' if whole else '不小于 0 的数'}"
    raise ModelUnusable(f"{source} {name}={text}：{wanted}")


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and math.isfinite(float(number)) else None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _gguf(name: str) -> tuple[str, str]:
    """The model's file and what the report calls it."""
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            usable = file.read(4) == b"GGUF"
    except OSError as problem:
        raise ModelUnusable(f"--model gguf:{name}：无法打开（{problem.strerror}）") from None
    if not usable:
        raise ModelUnusable(f"--model gguf:{name}：不是 GGUF 文件")
    return str(path), path.stem


def setting_of(text: str) -> tuple[str, str]:
    """`NAME=VALUE` of `--model-set`; raises ModelUnusable."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ModelUnusable(f"--model-set {text}：应形如 名称=值，名称可为：{'、'.join(SETTING_NAMES)}")
    return name.strip(), value.strip()


def flags_of(base_url: str | None, scope: str | None, others: Sequence[str]) -> dict[str, str]:
    """The settings that flags give, by name; raises ModelUnusable."""
    named = {"base_url": base_url, "scope": scope}
    return {**dict(setting_of(text) for text in others), **{name: text for name, text in named.items() if text is not None}}
