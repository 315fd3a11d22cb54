"""How questions are spelled: one way of writing in which words are compared, and what is nearly right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

import opencc
from rapidfuzz import process
from rapidfuzz.distance import OSA

CHINESE = re.compile(r"[\u3400-\u9fff]")
SHORTEST = 5
"""Letters that a name has at least to be recognised by any spelling that is one letter off."""
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": " ", "—": " ", "–": "-", "\u3000": " "})

MAINLAND = {
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
TAIWAN = re.compile("|".join(MAINLAND))


@cache
def converter() -> opencc.OpenCC:
    """Give what turns traditional characters into simplified ones, read once."""
    return opencc.OpenCC("t2s")


def normal(text: str) -> str:
    """Write a text in the one way in which it is compared.

    Half width, lower case, simplified characters and the words of the mainland, single spaces, and no
    space beside a Chinese character.
    """
    plain = unicodedata.normalize("NFKC", text).translate(QUOTES).casefold()
    if CHINESE.search(plain):
        plain = TAIWAN.sub(lambda found: MAINLAND[found[0]], converter().convert(plain))
        plain = re.sub(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])", "", plain)
    return re.sub(r"\s+", " ", plain).strip()


def nearly(word: str, known: Iterable[str]) -> list[str]:
    """Give the known names that a word is one typing error away from: a letter more, less, other or swapped.

    A name that begins with another letter is never meant, nor one of fewer than four; of those with four only
    one that has all the letters of the word but one, or all of them in another order.
    """
    if len(word) < SHORTEST - 1:
        return []
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=8)  # type: ignore[arg-type]  # its own stub
    return [name for name, distance, _ in near if distance and name[0] == word[0] and is_near(word, name)]


def is_near(word: str, name: str) -> bool:
    """Tell whether a name is long enough to be meant by a word that is one typing error away from it."""
    lacking = Counter(name) - Counter(word)
    return len(name) >= SHORTEST or (len(name) == SHORTEST - 1 and not lacking)
