"""How questions are spelled: one way of writing in which words are compared, and what is nearly right."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

import opencc
from rapidfuzz import process
from rapidfuzz.distance import OSA

CHINESE_CHARACTERS = re.compile(r"[\u3400-\u9fff]")
MIN_NAME_LENGTH = 5
"""Letters that a name has at least to be recognised by any spelling that is one letter off."""
PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": " ", "—": " ", "–": "-", "\u3000": " "}
)

MAINLAND_WORDS = {
    "支援": "支持",
    "网路": "网络",
    "软体": "软件",
    "记忆体": "内存",
    "储存": "存储",
    "伺服器": "服务器",
    "丛集": "集群",
    "资料库": "数据库",
    "程式": "程序",
    "内建": "内置",
    "预设": "默认",
    "映像档": "镜像",
    "套件": "组件",
    "外挂": "插件",
}
"""Words of Taiwan, in simplified characters, and what they are on the mainland."""
TAIWAN_WORDS = re.compile("|".join(MAINLAND_WORDS))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalize(text: str) -> str:
    """Return a text in the one form in which texts are compared.

    Half width, lower case, simplified characters and the words of the mainland, single spaces, and no
    space beside a Chinese character.
    """
    plain = unicodedata.normalize("NFKC", text).translate(PUNCTUATION).casefold()
    if CHINESE_CHARACTERS.search(plain):
        plain = TAIWAN_WORDS.sub(lambda found: MAINLAND_WORDS[found[0]], _converter().convert(plain))
        plain = re.sub(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])", "", plain)
    return re.sub(r"\s+", " ", plain).strip()


def find_typo_matches(word: str, known: Iterable[str]) -> list[str]:
    """Return the known names that are one typing error away: a letter more, less, other or swapped.

    A name that begins with another letter is never meant, nor one of fewer than four; of those with four only
    one that has all the letters of the word but one, or all of them in another order.
    """
    if len(word) < MIN_NAME_LENGTH - 1:
        return []
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=8)  # type: ignore[arg-type]  # its own stub
    return [name for name, distance, _ in near if distance and name[0] == word[0] and _is_near(word, name)]


def _is_near(word: str, name: str) -> bool:
    """Return whether a name is long enough to be meant by a word that is one typing error away from it."""
    lacking = Counter(name) - Counter(word)
    return len(name) >= MIN_NAME_LENGTH or (len(name) == MIN_NAME_LENGTH - 1 and not lacking)
