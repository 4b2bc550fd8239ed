from decimal import Decimal
from pathlib import Path

import pytest

from audit.proposals.settings import OPENAI_URL, ModelSettings, ModelUnusable, flags_of, model_settings

AT_HOST = {"base_url": "http://host/v1"}


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "small-model.q4.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00")
    return path


def settings(model: str, flags: dict[str, str] | None = None, folder: Path | None = None) -> ModelSettings:
    found = model_settings(model, flags, folder)
    assert found is not None
    return found


def test_no_model() -> None:
    assert model_settings("none") is None


@pytest.mark.parametrize(
    ("model", "variable", "url"),
    [("openai:gpt-x", "OPENAI_API_KEY", OPENAI_URL), ("anthropic:claude-x", "ANTHROPIC_API_KEY", "https://api.anthropic.com")],
)
def test_providers_of_their_own_address_need_a_key(model: str, variable: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelUnusable, match=variable):
        model_settings(model)
    monkeypatch.setenv(variable, "sk-1")
    found = settings(model)
    assert (found.name, found.base_url, found.api_key) == (model.partition(":")[2], url, "sk-1")


def test_a_key_goes_to_its_own_provider_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    assert settings("anthropic:x", AT_HOST).api_key == settings("ollama:x").api_key == "none"


def test_own_endpoint() -> None:
    found = settings("openai:org/model:7b", {"base_url": "http://127.0.0.1:8080/v1"})
    assert (found.provider, found.name, found.base_url) == ("openai", "org/model:7b", "http://127.0.0.1:8080/v1")


def test_local_models(gguf: Path) -> None:
    assert (settings("ollama:qwen3:8b").name, settings("ollama:qwen3:8b").host) == ("qwen3:8b", "127.0.0.1:11434")
    found = settings(f"gguf:{gguf}")
    assert (found.name, found.base_url, found.host, found.file) == ("small-model.q4", "", "本机", str(gguf))
    assert found.concurrency == 1


def test_the_strongest_source_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag before the environment before the model's own table before `[model]` before the default."""
    flags = dict(AT_HOST)
    assert settings("openai:x", flags, tmp_path).rate == 0
    (tmp_path / "audit.toml").write_text('[model]\nrate = 10\npause = 0.5\n[model."openai:x"]\nrate = 20\n', "utf-8")
    assert settings("openai:y", flags, tmp_path).rate == 10
    assert (settings("openai:x", flags, tmp_path).rate, settings("openai:x", flags, tmp_path).pause) == (20, 0.5)
    monkeypatch.setenv("AUDIT_MODEL_RATE", "30")
    assert settings("openai:x", flags, tmp_path).rate == 30
    assert settings("openai:x", flags | {"rate": "40"}, tmp_path).rate == 40


def test_a_file_gives_address_and_prices(tmp_path: Path) -> None:
    text = '[model."openai:deepseek-chat"]\nbase_url = "https://api.deepseek.com/v1"\nprice_input = 2\nprice_output = 3.5\n'
    (tmp_path / "audit.toml").write_text(text, "utf-8")
    found = settings("openai:deepseek-chat", folder=tmp_path)
    assert found.host == "api.deepseek.com"
    assert (found.price_input, found.price_output, found.priced) == (Decimal(2), Decimal("3.5"), True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[model]\napi_key = "sk-1"\n', "环境变量"),
        ('[model."openai:x"]\nOPENAI_API_KEY = "sk-1"\n', "环境变量"),
        ("[model]\nspeed = 1\n", "speed"),
        ("[model]\nrate = -1\n", "rate=-1"),
        ("[model\n", "无法读取"),
        ("model = 1\n", r"\[model\]"),
        ('[model]\n"openai:x" = 1\n', "openai:x"),
    ],
)
def test_a_bad_file_is_told(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "audit.toml").write_text(text, "utf-8")
    with pytest.raises(ModelUnusable, match=words) as told:
        model_settings("openai:x", AT_HOST, tmp_path)
    assert "sk-1" not in str(told.value)


@pytest.mark.parametrize(
    ("model", "flags"),
    [
        ("gguf:no-such-model.gguf", {}),
        (f"gguf:{__file__}", {}),
        ("gpt-x", AT_HOST),
        ("openai:", AT_HOST),
        ("google:x", AT_HOST),
        ("none", AT_HOST),
        ("openai:x", {"base_url": "host/v1"}),
        ("openai:x", {"base_url": "ftp://host/v1"}),
        ("openai:x", {"base_url": "http://"}),
        ("openai:x", {"base_url": "http://host:port/v1"}),
        ("openai:x", {"base_url": "http://[bad/v1"}),
        ("openai:x", AT_HOST | {"scope": "half"}),
        ("openai:x", AT_HOST | {"concurrency": "0"}),
        ("openai:x", AT_HOST | {"max_tokens": "1.5"}),
        ("openai:x", AT_HOST | {"timeout": "soon"}),
        ("openai:x", AT_HOST | {"timeout": "inf"}),
        ("openai:x", AT_HOST | {"price_input": "-1"}),
        ("openai:x", AT_HOST | {"file": "x"}),
    ],
)
def test_unusable(model: str, flags: dict[str, str]) -> None:
    with pytest.raises(ModelUnusable):
        model_settings(model, flags)


def test_a_model_in_this_process_has_no_address(gguf: Path) -> None:
    with pytest.raises(ModelUnusable, match="base_url"):
        model_settings(f"gguf:{gguf}", AT_HOST)


def test_flags() -> None:
    assert flags_of("http://host", "all", ["rate=5", " cache = "]) == {
        "base_url": "http://host",
        "scope": "all",
        "rate": "5",
        "cache": "",
    }
    with pytest.raises(ModelUnusable, match="名称=值"):
        flags_of(None, None, ["rate"])


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (OPENAI_URL, "api.openai.com"),
        ("http://127.0.0.1:8080/v1", "127.0.0.1:8080"),
        ("https://user:secret@models.example/v1", "models.example"),
    ],
)
def test_host(url: str, host: str) -> None:
    assert ModelSettings("x", url).host == host
