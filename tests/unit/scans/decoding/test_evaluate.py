"""A folder is counted as its manifest says, however that is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pickface.cli import cli
from pickface.labels import barcodes
from pickface.scans.decoding.evaluate import BadManifest, evaluate, expectations, named, normal


def manifest(folder: Path, *lines: str, header: str = "file\texpected\tsymbology") -> Path:
    path = folder / "manifest.tsv"
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def counted(folder: Path, lines: list[str], told: dict[str, list[str]]) -> dict[str, object]:
    for file in told:
        (folder / file).write_bytes(file.encode())
    return evaluate(
        folder, expectations(manifest(folder, *lines)), lambda data: told[data.decode()]
    )


def test_each_picture_is_read_wrong_or_a_false_positive(tmp_path: Path) -> None:
    lines = ["a\tONE\tCode 128", "b\tTWO\tcode128", "c\tTHREE\tQR", "d\t\t", "e\t\t"]
    told = {"a": ["ONE"], "b": ["2"], "c": [], "d": [], "e": ["X", "Y"]}
    seen = counted(tmp_path, lines, told)
    numbers = [seen[name] for name in ("images", "read", "wrong", "false_positives")]
    assert numbers == [5, 1, 1, 1]


def test_symbologies_are_counted_apart_under_one_name(tmp_path: Path) -> None:
    seen = counted(
        tmp_path,
        ["a\tONE\tCODE_128", "b\tTWO\tCode-128", "c\t\t"],
        {"a": ["ONE"], "b": [], "c": []},
    )
    symbologies = seen["symbologies"]
    assert isinstance(symbologies, dict)
    assert {name: (row["images"], row["read"]) for name, row in symbologies.items()} == {
        "Code 128": (2, 1),
        "none": (1, 0),
    }


def test_a_picture_with_several_barcodes_stands_in_several_lines(tmp_path: Path) -> None:
    seen = counted(tmp_path, ["a\tONE\tQR", "a\tTWO\tQR"], {"a": ["TWO", "ONE"]})
    assert (seen["images"], seen["read"], seen["wrong"]) == (1, 2, 0)


def test_a_right_text_beside_a_wrong_one_is_a_wrong_read_too(tmp_path: Path) -> None:
    seen = counted(tmp_path, ["a\tONE\tQR"], {"a": ["ONE", "SIX"]})
    assert (seen["read"], seen["wrong"]) == (1, 1)


def test_a_file_that_is_missing_or_no_picture_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    path = manifest(tmp_path, "text.jpg\tONE\tQR", "missing.jpg\tTWO\tQR")
    run = CliRunner().invoke(cli, ["decode", str(tmp_path), "--expected", str(path), "--json"])
    seen = json.loads(run.stdout.splitlines()[-1])
    assert (run.exit_code, seen["images"], seen["read"], seen["wrong"]) == (0, 2, 0, 0)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_counts_a_folder_of_photos(tmp_path: Path, as_json: bool) -> None:
    (tmp_path / "a.png").write_bytes(barcodes.gs1_128("(01)04006381333931(10)AB").png(4))
    path = manifest(tmp_path, "a.png\t(01)04006381333931(10)AB\tGS1-128")
    told = ["decode", str(tmp_path), "--expected", str(path), *(["--json"] if as_json else [])]
    run = CliRunner().invoke(cli, told)
    assert run.exit_code == 0
    if as_json:
        seen = json.loads(run.stdout.splitlines()[-1])
        assert (seen["images"], seen["read"], seen["wrong"], seen["false_positives"]) == (
            1,
            1,
            0,
            0,
        )
        assert 0 < seen["median_ms"] <= seen["p95_ms"]
    else:
        assert "all: images 1, read 1, wrong 0" in run.stdout
        assert "GS1-128: images 1, read 1" in run.stdout


def test_a_manifest_without_its_columns_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadManifest):
        expectations(manifest(tmp_path, "a\tb", header="picture\ttext"))
    path = manifest(tmp_path, header="nothing")
    run = CliRunner().invoke(cli, ["decode", str(tmp_path), "--expected", str(path)])
    assert run.exit_code != 0
    assert "needs the columns" in run.output


def test_a_manifest_that_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "manifest.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadManifest):
        expectations(path)


def test_a_line_may_leave_its_last_columns_out(tmp_path: Path) -> None:
    [one] = expectations(manifest(tmp_path, "a"))
    assert (one.expected, one.symbology) == ("", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(01)04006381333931(10)AB-1(17)270100", "010400638133393110AB-1\x1d17270100"),
        ("0104006381333931<GS>", "0104006381333931"),
        ("]C10104006381333931", "(01)04006381333931"),
        ("4006381333931", "04006381333931"),
        ("036000291452", "0036000291452"),
    ],
)
def test_a_text_may_be_written_in_more_than_one_way(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize("text", ["A(B)C", "12345", "PLAIN"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert normal(text) == text


@pytest.mark.parametrize(
    ("folded", "whole"),
    [
        ("01234505", "012000003455"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234565", "012345000065"),
        ("0123456", "0123456"),
    ],
)
def test_a_upc_e_is_expected_as_readers_tell_it(tmp_path: Path, folded: str, whole: str) -> None:
    [one] = expectations(manifest(tmp_path, f"a\t{folded}\tUPC_E"))
    assert one.expected == whole


def test_an_unknown_symbology_keeps_its_name() -> None:
    assert named(" Telepen ") == "Telepen"
    assert named("ITF-14") == "ITF"
