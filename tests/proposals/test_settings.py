import pytest

from audit.proposals.settings import OPENAI_URL, ModelSettings, ModelUnusable, model_settings


def test_no_model() -> None:
    assert model_settings("none", None) is None


def test_openai_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelUnusable, match="OPENAI_API_KEY"):
        model_settings("openai:gpt-x", None)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    assert model_settings("openai:gpt-x", None) == ModelSettings("gpt-x", OPENAI_URL)


def test_own_endpoint() -> None:
    assert model_settings("openai:org/model:7b", "http://127.0.0.1:8080/v1") == ModelSettings(
        "org/model:7b", "http://127.0.0.1:8080/v1"
    )


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("gguf:model.gguf", None),
        ("anthropic:claude", "http://host/v1"),
        ("gpt-x", "http://host/v1"),
        ("openai:", "http://host/v1"),
        ("none", "http://host/v1"),
        ("openai:x", "host/v1"),
        ("openai:x", "ftp://host/v1"),
        ("openai:x", "http://"),
        ("openai:x", "http://host:port/v1"),
        ("openai:x", "http://[bad/v1"),
    ],
)
def test_unusable(model: str, base_url: str | None) -> None:
    with pytest.raises(ModelUnusable):
        model_settings(model, base_url)


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
