"""Which model is asked, at which address, and for how long."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE = "OPENAI_API_KEY"
_LATER = ("gguf", "anthropic", "google_genai", "ollama", "deepseek")


class ModelUnusable(Exception):
    """A model that cannot be asked; the message (Chinese) says why."""


@dataclass(frozen=True)
class ModelSettings:
    """An OpenAI-compatible endpoint and the bounds within which it is used; times in seconds.

    timeout: for one request, from sending to the last byte of its answer
    budget: for one document, all requests and pauses together
    attempts: requests for one question while the endpoint answers 429, 5xx or not at all
    pause: before the second attempt; twice as long before the third
    patience: failed questions in a row after which no more are asked
    max_tokens: of one answer; small models loop
    """

    name: str
    base_url: str = OPENAI_URL
    timeout: float = 60
    budget: float = 900
    attempts: int = 3
    pause: float = 1
    patience: int = 3
    max_tokens: int = 1500

    @property
    def host(self) -> str:
        """Who receives the text: host, and port where one is given; never the credentials of the address."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def api_key(self) -> str:
        """From the environment only; endpoints of one's own often ask for none, but their client insists on one."""
        return os.environ.get(KEY_VARIABLE) or "none"


def model_settings(model: str, base_url: str | None) -> ModelSettings | None:
    """The settings that `--model` and `--base-url` ask for, None for no model; raises ModelUnusable."""
    if model == "none":
        if base_url:
            raise ModelUnusable("--base-url 须与 --model openai:名称 一同使用")
        return None
    provider, _, name = model.partition(":")
    if provider != "openai" or not name:
        later = "尚不支持这一来源；" if provider in _LATER else ""
        raise ModelUnusable(f"--model {model}：{later}可用 none，或 openai:名称（兼容 OpenAI 接口的服务均可，配合 --base-url）")
    if base_url is None:
        if not os.environ.get(KEY_VARIABLE):
            raise ModelUnusable(f"--model {model}：请在环境变量 {KEY_VARIABLE} 中给出密钥，或用 --base-url 指定自己的服务")
        return ModelSettings(name)
    return ModelSettings(name, _checked(base_url))


def _checked(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ModelUnusable("--base-url 应形如 http://主机:端口/v1")
    return base_url
