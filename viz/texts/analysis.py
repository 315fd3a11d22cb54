"""The words of the pages that look at the graph as a whole."""

from types import MappingProxyType

ANALYSIS_TEXTS = MappingProxyType(
    {
        "whole.similar": ("Most alike", "最相似"),
        "whole.similar.of": ("Most like {name}", "与 {name} 最相似的发行版"),
        "whole.similar.lead": (
            "How much both have of what either has, counting only what is recorded of both.",
            "按能力比较：任一方具备的内容中，双方共有的占多少。只计双方均有记录的部分，并标明占多少。",
        ),
        "whole.likeness": ("Shared", "共有"),
        "whole.known": ("Known of both", "双方均有记录"),
        "whole.known.of": ("{known} of {of} capabilities", "{of} 项能力中的 {known} 项"),
        "whole.concerns": ("By concern", "按关注领域"),
        "whole.unique": ("Only here", "独有内容"),
        "whole.unique.of": ("What only {name} uses", "只有 {name} 使用的组件"),
        "whole.unique.lead": (
            "As far as is known: the fewer nobody has spoken of, the surer.",
            "以已有记录为准：没有说法的发行版越少，结论越可靠。",
        ),
        "whole.unique.sure": ("all others do without", "其他发行版均不使用"),
        "whole.unique.unsure": ("of {count} others nobody has said", "其他 {count} 个发行版没有说法"),
        "whole.impact": ("Who is hit", "受影响者"),
        "whole.impact.of": ("Who is hit if {name} goes away", "{name} 消失会影响谁"),
        "whole.impact.lead": (
            "What uses, requires, packages or builds on it; what is only offered or supported is not hit.",
            "使用、依赖、打包或以之为基础的事物，并由此波及。仅可选或仅受支持的不计。",
        ),
        "whole.impact.unsaid": ("Nobody has said of", "没有说法的发行版"),
        "whole.lineage": ("Kin", "渊源"),
        "whole.lineage.of": ("Where {name} comes from, and what came of it", "{name} 的由来与衍生"),
        "whole.lineage.lead": (
            "Forks, variants, what is built on something, and successors.",
            "分叉、变体、以之为基础的项目，以及后继者。",
        ),
        "whole.ancestor": ("Comes from", "来自"),
        "whole.descendant": ("Came of it", "衍生出"),
        "whole.path": ("How connected", "关联路径"),
        "whole.path.of": ("How {start} and {end} are connected", "{start} 与 {end} 如何关联"),
        "whole.path.lead": (
            "The shortest ways, each step with its sources; not through concerns, which connect everything.",
            "最短的路径，每一步都注明出处；不经过把一切都连在一起的关注领域。",
        ),
        "whole.path.same": ("These are the same thing.", "两者是同一事物。"),
        "whole.path.number": ("Way {number}", "路径 {number}"),
        "whole.path.from": ("From", "从"),
        "whole.path.to": ("to", "到"),
        "whole.spread": ("Most used", "使用最广"),
        "whole.spread.of": ("What most distributions use", "多数发行版使用的组件"),
        "whole.spread.lead": (
            "How many use it, have something else or nothing for its job, and of how many nobody has said.",
            "使用它的发行版数、由其他组件承担或没有该功能的数目，以及没有说法的数目。",
        ),
        "whole.used": ("Use it", "使用"),
        "whole.absent": ("Other or none", "其他或没有"),
        "whole.unknown": ("Unknown", "未知"),
        "whole.unique.nothing": (
            "Nothing is on record that it alone uses.",
            "没有记录显示有仅其使用的组件。",
        ),
        "whole.impact.nothing": ("Nothing is on record that depends on it.", "没有记录显示有事物依赖它。"),
        "whole.lineage.nothing": (
            "It is on record neither as made from something else nor as what something else was made from.",
            "没有记录显示它源自其他项目，或有项目源自它。",
        ),
        "whole.path.nothing": ("No way between them is on record.", "没有记录显示两者之间有关联。"),
        "whole.choose": ("Of", "对象"),
        "whole.away": ("{count} step away", "相隔 {count} 步"),
        "whole.away.more": ("{count} steps away", "相隔 {count} 步"),
        "whole.path.more": ("Choose the other end as well.", "请再选择另一端。"),
        "whole.show": ("Show", "查看"),
        "whole.title": ("The graph as a whole", "整体分析"),
    }
)
"""By key: the English and the Chinese wording."""
