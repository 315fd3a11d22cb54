"""Words by which questions are read that name nothing of the ontology, in English and Chinese."""

POSSESSIVE = "的"
"""The Chinese particle between a thing and what it has."""
CHINESE_CAN_QUESTIONS = frozenset({"能不能", "能否", "可不可以", "可否", "可以不可以"})
FINAL_NEGATIONS = frozenset({"没有", "没", "不"})
"""Words that ask at the end of a question, and deny elsewhere."""
PREDECESSOR_FOLLOWS = frozenset(
    {"successor of", "successor", "succeeds", "what succeeds", "follow-up project", "接替"}
)
"""Words of succession after which stands what is succeeded; before all others."""
KIND_ARTICLES = frozenset({"a", "an", "used", "as", "是", "一个", "一种", "个", "种"})
ROLE_PREPOSITIONS = frozenset(
    {"as", "for", "as the", "as a", "作为", "做", "当", "当作", "用作", "作", "用来做", "用于"}
)
"""The words after which stands what the component before them is used as."""
POLITE_WORDS = frozenset({"please", "pls", "请", "麻烦", "kindly"})
"""Words that may stand before what demands something."""
PRONOUNS = frozenset({"it", "this one", "that one", "它", "它们", "这个", "那个"})
CONJUNCTIONS = frozenset({"and", "和", "与", "且", "并且", "同时", "以及", "plus", "as well as"})
"""Words that join conditions of which both are to hold."""
CHINESE_USE_WORDS = frozenset({"用", "使用", "采用", "依赖", "用了", "用的是"})
INCLUSIVE_LIMITS = frozenset(
    [
        "at least",
        "or above",
        "and up",
        "at most",
        "no more than",
        "or less",
        "or lower",
        "or fewer",
        "within",
        "至少",
        "起码",
        "不低于",
        "以上",
        "及以上",
        "不超过",
        "至多",
        "最多只要",
        "以内",
        "之内",
        "以下",
        "之下",
    ]
)
"""The words of limits that belong to what they limit."""
SMALL_NUMBERS = {str(number): number for number in range(1, 100)} | {
    word: number
    for words in (("two", "three", "four", "five", "six"), tuple("两三四五六"))
    for number, word in enumerate(words, 2)
}
"""The numbers of values that may be asked for."""
BARE_SUPERLATIVES = frozenset({"most", "fewest", "least", "最多", "最少"})
"""The words that ask who has most of something, if distributions are named beside them."""
LAST_DAY_WORDS = frozenset(
    {"at the end of", "end of", "as of", "say as of", "late", "截至", "底", "末", "年底", "月底"}
)
"""Words that ask about the last day of a time."""
FORMER_WORDS = frozenset({"before", "以前", "之前", "此前"})
"""Words that mean an earlier time if they stand beside none."""
COPULAS = frozenset({"is", "are", "was", "were", "是"})
"""Words between a thing and what kind of thing it is."""
DEFAULT_WORDS = frozenset({"default", "默认"})
"""Words within the name of a property that is about a default."""
DISTRIBUTION_WORDS = frozenset({"distribution", "distro", "发行版"})
"""Words of a superlative that counts distributions."""
IMPERATIVE_WORDS = frozenset({"把", "请把", "将"})
"""Words before the object of an instruction."""
AMBIGUOUS_WORDS = frozenset(
    {
        "since",
        "start",
        "started",
        "released",
        "size",
        "package",
        "packages",
        "missing",
        "age",
        "实现",
        "接口",
        "名字",
        "名称",
        "name",
    }
)
"""Words of properties that are too plain to name one within a question."""
