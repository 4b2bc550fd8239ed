import json
from pathlib import Path

import pytest

from audit import output
from audit.output import contested_stems, file_sha256, report_folder, result_name, write_file, write_report

OURS = ("report.json", "report.html")


def report_of(sha256: str) -> bytes:
    return json.dumps({"document": {"sha256": sha256}}).encode()


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Three files named 预算.pdf, the first and last of the same content."""
    files = [tmp_path / folder / "预算.pdf" for folder in ("甲", "乙", "丙")]
    for file, content in zip(files, (b"one", b"two", b"one"), strict=True):
        file.parent.mkdir()
        file.write_bytes(content)
    return files


def test_stems_of_different_content_are_contested(sources: list[Path]) -> None:
    assert contested_stems(sources) == {"预算"}
    assert contested_stems([sources[0], sources[2]]) == frozenset()
    assert contested_stems([sources[0], sources[1].parent / "missing.pdf"]) == frozenset()


def test_stems_that_differ_in_case_only_are_contested(tmp_path: Path) -> None:
    files = [tmp_path / "1" / "Budget.pdf", tmp_path / "2" / "BUDGET.PDF"]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_bytes(bytes([number]))
    assert contested_stems(files) == {"budget"}


def test_report_folder_is_named_by_the_stem(tmp_path: Path) -> None:
    assert report_folder(tmp_path, Path("2024.县预算.pdf"), "ab" * 32, frozenset()) == tmp_path / "2024.县预算"


def test_contested_stem_takes_the_hash(tmp_path: Path) -> None:
    assert report_folder(tmp_path, Path("预算.pdf"), "ab" * 32, frozenset({"预算"})) == tmp_path / "预算-abababab"


@pytest.mark.parametrize("name", ["..pdf", "...pdf"])
def test_a_stem_of_dots_alone_is_no_folder(tmp_path: Path, name: str) -> None:
    """`out/..` would be the folder above."""
    folder = report_folder(tmp_path / "out", Path(name), "ab" * 32, frozenset())
    assert folder.parent == tmp_path / "out"
    assert folder.name == f"{Path(name).stem}-abababab"


def test_a_name_that_is_too_long_for_its_suffix_is_cut_and_told_apart(tmp_path: Path) -> None:
    stem = "某" * 83
    assert report_folder(tmp_path, Path(f"{stem}.pdf"), "ab" * 32, frozenset()) == tmp_path / stem
    for name in (
        result_name(Path(f"{stem}.pdf"), "ab" * 32, frozenset(), ".tables.json") + ".tables.json",
        result_name(Path(f"{stem}.pdf"), "ab" * 32, frozenset({stem})),
    ):
        assert "某-abababab" in name
        (tmp_path / name).touch()


def test_report_of_another_document_is_left_alone(tmp_path: Path) -> None:
    write_report(tmp_path / "预算", {"report.json": report_of("cd" * 32)}, OURS)
    assert report_folder(tmp_path, Path("预算.pdf"), "ab" * 32, frozenset()) == tmp_path / "预算-abababab"
    assert report_folder(tmp_path, Path("预算.pdf"), "cd" * 32, frozenset()) == tmp_path / "预算"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"document": 1}'])
def test_folder_without_a_readable_report_is_not_taken_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "预算").mkdir()
    (tmp_path / "预算" / "report.json").write_bytes(content)
    assert report_folder(tmp_path, Path("预算.pdf"), "ab" * 32, frozenset()) == tmp_path / "预算-abababab"


def test_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "预算").mkdir()
    assert report_folder(tmp_path, Path("预算.pdf"), "ab" * 32, frozenset()) == tmp_path / "预算"


def test_nothing_is_overwritten_where_both_names_are_taken(tmp_path: Path) -> None:
    for name in ("预算", "预算-abababab"):
        (tmp_path / name).write_text("somebody's file")
    with pytest.raises(FileExistsError, match="预算-abababab"):
        report_folder(tmp_path, Path("预算.pdf"), "ab" * 32, frozenset())


def test_report_is_replaced_whole_and_other_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "预算"
    write_report(folder, {"report.json": b"1", "report.html": b"1"}, OURS)
    (folder / "decisions.json").write_bytes(b"mine")
    (folder / "notes").mkdir()
    (folder / "notes" / "a.txt").write_bytes(b"mine too")

    assert write_report(folder, {"report.json": b"2"}, OURS) == [folder / "report.json"]

    kept = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert kept == {"report.json": b"2", "decisions.json": b"mine", "notes/a.txt": b"mine too"}
    assert [entry.name for entry in folder.parent.iterdir()] == ["预算"]


@pytest.mark.parametrize("failing", ["write", "rename"])
def test_failed_write_leaves_the_former_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    folder = tmp_path / "预算"
    write_report(folder, {"report.json": b"1", "report.html": b"1"}, OURS)

    def refuse(path: Path, *_: object) -> None:
        raise OSError("disk full")

    rename = Path.rename
    if failing == "write":
        monkeypatch.setattr(Path, "write_bytes", refuse)
    else:
        monkeypatch.setattr(Path, "rename", lambda path, to: refuse(path) if path.name == "new" else rename(path, to))
    with pytest.raises(OSError, match="disk full"):
        write_report(folder, {"report.json": b"2"}, OURS)

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"report.json": b"1", "report.html": b"1"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["预算"]


def test_failed_write_of_one_file_leaves_the_former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "预算.tables.json"
    write_file(target, b"1")

    def refuse(path: Path, content: bytes) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_file(target, b"2")
    assert target.read_bytes() == b"1"
    assert list(target.parent.iterdir()) == [target]


def test_file_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert output.reported_sha256(tmp_path) is None
