"""Phrases that no text may have: a dialect that readers stumbled over, and what patterns once made of it.

`find_phrases` is for answers, pages and messages alike.
"""

from __future__ import annotations

import re

ENGLISH = (
    r"[Nn]obody has (said|recorded)",
    r"\bOf \d+ others\b",
    r"\bThe triad\b",
    r"\bKin\b",
    r"\bOnly here\b",
    r"\bMost alike\b",
    r"\bWho is hit\b|\bwho is hit\b",
    r"The same as text",
    r"from the graph’s own order|from the graph's own order",
    r"no value prevails",
    r"\bNarrow\b",
    r"\b(has|have) something for\b",
    r"\b(has|have) nothing for\b",
    r"\b(has|have) [^.;]* for (built on|processor architecture|Windows workers|packaging|licence)\b",
    r"is it on record that",
    r"\bover on \d",
    r": none\.",
    r"\bin this form:|\bthis version scheme:|\bthese (add-ons|tools or methods):|\bat this level:",
    r"(?i:sources conflict|conflict between sources)",
    r"(?i:not specified by the sources)",
    r"^In order:|\. In order:",
    r"\bneeds? at least on\b|\bneeds? at least(\.|$)",
    r"\bas the (CNI plugin|datastore|ingress controller|container runtime)( by default)?(\.|$)",
    r"\b(Yes|No)\. [A-Z]",
    r"\bbelongs to (network|compute|storage|control plane)\b",
    r"\b(use|run on|support|uses|runs on|supports) \S+ and (use|run on|support|uses|runs on|supports) ",
)
CHINESE = (
    r"三要素",
    r"三大支柱",
    r"的支持的",
    r"构建于为",
    r"。其 [A-Za-z]",
    r"无人说",
    r"没有占优的取值",
    r"架构为",
    r"依次为",
    r"供给器",
    r"不自带",
    r"[是否]。[^“]",
    r"的(交付形式|版本号规则)：",
    r"使用 [A-Za-z0-9 -]+ 且使用",
)
RELEASE_SLUG = (
    r"\b(k3s|k0s|rke2?|microk8s|talos|k8s-snap|eks-d|kind|k3d|minikube|okd|microshift)/(v\d|release-)",
)
WORDINGS = re.compile("|".join(f"(?:{each})" for each in (*ENGLISH, *CHINESE)))
PHRASES = re.compile("|".join(f"(?:{each})" for each in (*ENGLISH, *CHINESE, *RELEASE_SLUG)))


def find_phrases(text: str) -> list[str]:
    """Find the phrases of an answer that must not be there."""
    return [match[0] for match in PHRASES.finditer(text)]


def find_wordings(text: str) -> list[str]:
    """Find the same in a text that may name releases as they are typed."""
    return [match[0] for match in WORDINGS.finditer(text)]
