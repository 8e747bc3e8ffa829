"""Which language is spoken."""

import os
import subprocess
import sys

import pytest

from socketlab import i18n

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_SG"}, "zh"),
        ({"LANG": "zh-Hans"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "ZH_cn.utf8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zhuang"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:zh:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:fr"}, "zh"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "zh"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"),
        ({"LANGUAGE": "zh"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "POSIX", "LANGUAGE": "zh"}, "en"),
    ],
)
def test_the_environment_chooses(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    """The variables choose the language in the order that POSIX and gettext give."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert language == i18n.environment_language()


def test_english_is_the_source() -> None:
    """In English a message is what stands in the source."""
    assert i18n.translator("en")("agrees") == "agrees"


def test_chinese_is_looked_up() -> None:
    """In Chinese a message is what stands in the catalogue, an unknown one itself."""
    translate = i18n.translator("zh")

    assert translate("agrees") == "相符"
    assert translate("never said") == "never said"


def help_text(arguments: list[str], **variables: str) -> str:
    """Give the first line of help, with only these variables of language."""
    environment = {k: v for k, v in os.environ.items() if k not in VARIABLES}
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", *arguments, "--help"],
        env=environment | variables | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--lang", "zh"], {}),
        (["--lang=zh"], {"LANG": "en_US.UTF-8"}),
        ([], {"LANG": "zh_CN.UTF-8"}),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}),
    ],
)
def test_a_program_in_chinese(arguments: list[str], variables: dict[str, str]) -> None:
    """The option or the environment makes the whole help Chinese, click's words too."""
    text = help_text(arguments, **variables)

    assert text.startswith("用法:")
    assert "Show this message" not in text


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        ([], {}),
        ([], {"LANG": "xx_YY.UTF-8"}),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8", "LANGUAGE": "zh"}),
    ],
)
def test_a_program_in_english(arguments: list[str], variables: dict[str, str]) -> None:
    """English is spoken where it is asked for, and where the language is unknown."""
    assert help_text(arguments, **variables).startswith("Usage:")
