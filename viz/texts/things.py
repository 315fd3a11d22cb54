"""The words of the pages of one thing and of a comparison, in English and Chinese."""

from __future__ import annotations

from types import MappingProxyType

THING_TEXTS = MappingProxyType(
    {
        # All that is known of a thing
        "thing.also": ("Also called", "又称"),
        "thing.homepage": ("Home page", "官网"),
        "thing.repository": ("Repository", "代码仓库"),
        "thing.compare": ("Compare with", "对比"),
        "thing.users": ("Who uses it", "谁在使用"),
        "thing.alternatives": ("Alternatives", "替代方案"),
        "thing.versions": ("Versions", "版本"),
        "thing.timeline": ("What happened when", "时间线"),
        "thing.data": ("The same as data", "数据"),
        "usage.yes": ("uses it", "使用"),
        "usage.offered": ("in the box, switched off", "自带，默认未启用"),
        "usage.supported": ("supported, not in the box", "支持，但不自带"),
        "usage.no": ("no", "不使用"),
        "usage.unknown": ("nobody has said", "无记录"),
        # Distributions side by side
        "compare.title": ("Compare distributions", "对比发行版"),
        "compare.lead": (
            "Choose two or three: what they share, where they differ, what a move would change.",
            "选择两到三个发行版：共有之处、不同之处、迁移带来的变化。",
        ),
        "compare.counts": (
            "{differs} properties differ, {same} are the same, of {unknown} too little is on record to tell.",
            "{differs} 项不同，{same} 项相同，{unknown} 项记录不足，无法比较。",
        ),
        "compare.side": ("Distribution {n}", "发行版 {n}"),
        "compare.none": ("no third", "无第三个"),
        "compare.more": ("Choose another one to compare with.", "请再选一个发行版来对比。"),
        "compare.differs": ("Only what differs", "只看不同"),
        "compare.differs.word": ("differs", "不同"),
        "compare.everything": ("Show everything", "显示全部"),
        "compare.unknown": ("nobody has said", "无记录"),
        "compare.changed": ("changed", "有变化"),
        "compare.before": ("before:", "此前："),
        "compare.property": ("Property", "属性"),
        "compare.table": ("As a table", "表格"),
        "compare.picture": ("As a picture", "图示"),
        "compare.picture.lead": (
            "What the compared distributions share stands between them; what only one has, beside it.",
            "共有的内容位于各发行版之间；仅一方有的位于其旁。",
        ),
        "compare.moving": ("Moving from {before} to {after}", "从 {before} 迁移到 {after}"),
        "outcome.lost": ("Lost", "失去"),
        "outcome.lost.lead": (
            "{before} has it; a source says that {after} does not.",
            "{before} 有；来源说明 {after} 没有。",
        ),
        "outcome.gained": ("Gained", "新增"),
        "outcome.gained.lead": (
            "A source says that {before} does not have it; {after} does.",
            "来源说明 {before} 没有；{after} 有。",
        ),
        "outcome.replaced": ("Replaced", "替换"),
        "outcome.replaced.lead": (
            "Both have it, but not all from the same components.",
            "双方都有，但组件不全相同。",
        ),
        "outcome.unchanged": ("Unchanged", "不变"),
        "outcome.unchanged.lead": ("Both have it from the same components.", "双方使用相同的组件。"),
        "outcome.unknown": ("Unknown", "未知"),
        "outcome.unknown.lead": (
            "One has it; nobody has recorded whether the other does.",
            "一方有；另一方是否有，没有记录。",
        ),
        "outcome.nothing": ("nothing on record", "无记录"),
    }
)
"""By key: the English and the Chinese wording."""
