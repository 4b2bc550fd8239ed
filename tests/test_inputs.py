from pathlib import Path

import pytest

from audit.inputs import MissingInput, input_files, without_repeats


def test_file_stands_for_itself_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "预算.docx"
    file.touch()
    assert input_files(file) == [file]


def test_folder_stands_for_the_disclosures_directly_in_it(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.pdf", "c.docx", "d.XLS", "e.zip", "f.txt", ".hidden.pdf", "~$a.docx"):
        (tmp_path / name).touch()
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "folder.pdf" / "deep.pdf").touch()
    assert [file.name for file in input_files(tmp_path)] == ["a.pdf", "b.PDF", "c.docx", "d.XLS", "e.zip"]


def test_path_that_names_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match=r"no\.pdf.*找不到"):
        input_files(tmp_path / "no.pdf")
    with pytest.raises(MissingInput, match="没有 PDF"):
        input_files(tmp_path)


def test_one_file_spelled_twice_is_read_once(tmp_path: Path) -> None:
    file, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert without_repeats([file, other, tmp_path / "x" / ".." / "a.pdf"]) == [file, other]
