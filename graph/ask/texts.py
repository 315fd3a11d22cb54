"""Texts of answers and readings that are no statements of properties, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from graph.models import Label

TEXTS: Mapping[str, Label] = MappingProxyType(
    {
        # --- Readings
        "select": Label(en="distributions that {wanted}", zh="{wanted}的发行版"),
        "select_all": Label(en="all distributions", zh="所有发行版"),
        "select_count": Label(en="how many distributions {wanted}", zh="{wanted}的发行版数量"),
        "select_count_all": Label(en="how many distributions there are", zh="发行版的数量"),
        "and": Label(en=" and ", zh="且"),
        "or": Label(en=" or ", zh="或"),
        "comma": Label(en=", ", zh="，"),
        "semicolon": Label(en="; ", zh="；"),
        "as_job": Label(en="{told} as the {job}", zh="{told} 作为{job}"),
        "cond_only": Label(en="have {value} as the only {noun}", zh="{noun}仅有 {value}"),
        "cond_only.one": Label(en="has {value} as the only {noun}", zh="{noun}仅有 {value}"),
        "whether": Label(en="whether {subject} {told}", zh="{subject} 是否{told}"),
        "facts": Label(en="{properties} of {subject}", zh="{subject} 的{properties}"),
        "comparison": Label(en="comparison of {subjects}", zh="{subjects} 的对比"),
        "description": Label(en="what {subject} is", zh="{subject} 是什么"),
        "moving_from": Label(en="moving from {before} to {after}", zh="从 {before} 迁移到 {after}"),
        "alternatives_to": Label(en="alternatives to {subject}", zh="{subject} 的替代方案"),
        "membership": Label(en="which area {subject} belongs to", zh="{subject} 属于哪个领域"),
        "member_of": Label(en="whether {subject} belongs to {concern}", zh="{subject} 是否属于{concern}"),
        "served": Label(en="components for {concern}", zh="用于{concern}的组件"),
        "served_in": Label(en="components for {concern} in {subject}", zh="{subject} 中用于{concern}的组件"),
        "parts": Label(en="components that {subject} bundles", zh="{subject} 内置的组件"),
        "parts_count": Label(en="how many components {subject} bundles", zh="{subject} 内置组件的数量"),
        "version": Label(en="the version of {component} in {release}", zh="{release} 中 {component} 的版本"),
        "version_newest": Label(
            en="the version of {component} in the newest release of {subject}",
            zh="{subject} 最新版本中 {component} 的版本",
        ),
        "shipped_by": Label(en="what {release} ships", zh="{release} 包含的组件"),
        "any_distribution": Label(en="any distribution", zh="任一发行版"),
        "carrying": Label(
            en="releases of {subject} that ship {component} {version}",
            zh="{subject} 包含 {component} {version} 的版本",
        ),
        "carrying_first": Label(
            en="the first release of {subject} that ships {component} {version}",
            zh="{subject} 首个包含 {component} {version} 的版本",
        ),
        "reading_below": Label(
            en="distributions whose newest release ships {component} below {version}",
            zh="最新版本中 {component} 低于 {version} 的发行版",
        ),
        "reading_at": Label(
            en="distributions whose newest release ships {component} {version}",
            zh="最新版本中 {component} 为 {version} 的发行版",
        ),
        "reading_above": Label(
            en="distributions whose newest release ships {component} {version} or newer",
            zh="最新版本中 {component} 不低于 {version} 的发行版",
        ),
        "timeline": Label(en="history of {about} in {subject}", zh="{subject} 中 {about} 的起止时间"),
        "timeline_of": Label(en="over time: {question}", zh="历史情况：{question}"),
        "gave_up": Label(
            en="distributions that used {before} and no longer do",
            zh="曾使用 {before}、现已不再使用的发行版",
        ),
        "facts_count": Label(
            en="how many are recorded: {question}",
            zh="记录的数量：{question}",
        ),
        "reading_shared": Label(en="components that {subjects} all use", zh="{subjects} 都使用的组件"),
        "reading_sources": Label(en="sources that mention {subject}", zh="提到 {subject} 的来源"),
        "components_that": Label(en="components that {wanted}", zh="{wanted}的组件"),
        "reading_all": Label(en="releases of {subject}", zh="{subject} 的发布版本"),
        "between_days": Label(en=", from {first} to {last}", zh="（{first} 至 {last}）"),
        "reading_newest": Label(en="the newest release of {subject}", zh="{subject} 的最新版本"),
        "reading_first": Label(en="the first release of {subject}", zh="{subject} 的首个版本"),
        "reading_count": Label(
            en="how many releases of {subject} are recorded", zh="{subject} 有多少个版本记录"
        ),
        "changes": Label(en="what changed between {before} and {after}", zh="{before} 与 {after} 之间的变化"),
        "changes_since": Label(en="what changed with {after}", zh="{after} 带来的变化"),
        "happenings": Label(en="what changed from {first} to {last}", zh="{first} 至 {last} 的变化"),
        "disputes": Label(en="where sources conflict on {about}", zh="各来源关于 {about} 的分歧"),
        "disputes_all": Label(en="where sources conflict", zh="各来源的分歧"),
        "excepted": Label(en=", other than {names}", zh="（{names} 除外）"),
        "reading_implementing": Label(
            en="components that implement {interface}", zh="实现 {interface} 的组件"
        ),
        "rank_value": Label(en="the most common value: {property}", zh="最常见的{property}"),
        "rank_value_least": Label(en="the least common value: {property}", zh="最少见的{property}"),
        "rank_values": Label(
            en="the distribution with the most values recorded: {property}", zh="{property}最多的发行版"
        ),
        "rank_values_least": Label(
            en="the distribution with the fewest values recorded: {property}", zh="{property}最少的发行版"
        ),
        "rank_users": Label(en="the component that most distributions use", zh="最多发行版使用的组件"),
        "rank_users_least": Label(
            en="the component that the fewest distributions use", zh="最少发行版使用的组件"
        ),
        "rank_components": Label(
            en="the distribution that bundles the most components", zh="内置组件最多的发行版"
        ),
        "rank_components_least": Label(
            en="the distribution that bundles the fewest components", zh="内置组件最少的发行版"
        ),
        "rank_version": Label(
            en="the distribution whose newest release ships the newest {component}",
            zh="最新版本中 {component} 最新的发行版",
        ),
        "rank_version_least": Label(
            en="the distribution whose newest release ships the oldest {component}",
            zh="最新版本中 {component} 最旧的发行版",
        ),
        "rank_amount": Label(en="the distribution that needs the most memory", zh="最低内存要求最高的发行版"),
        "rank_amount_least": Label(
            en="the distribution that needs the least memory", zh="最低内存要求最低的发行版"
        ),
        "have_more": Label(
            en="distributions with more than {limit} values recorded: {property}",
            zh="{property}多于 {limit} 个的发行版",
        ),
        "have_more_or_so": Label(
            en="distributions with at least {limit} values recorded: {property}",
            zh="{property}至少 {limit} 个的发行版",
        ),
        "have_less": Label(
            en="distributions with fewer than {limit} values recorded: {property}",
            zh="{property}少于 {limit} 个的发行版",
        ),
        "have_less_or_so": Label(
            en="distributions with at most {limit} values recorded: {property}",
            zh="{property}至多 {limit} 个的发行版",
        ),
        "need_more": Label(
            en="distributions that need more than {limit} of memory", zh="最低内存要求高于 {limit} 的发行版"
        ),
        "need_more_or_so": Label(
            en="distributions that need at least {limit} of memory", zh="最低内存要求不低于 {limit} 的发行版"
        ),
        "need_less": Label(
            en="distributions that need less than {limit} of memory", zh="最低内存要求低于 {limit} 的发行版"
        ),
        "need_less_or_so": Label(
            en="distributions that need at most {limit} of memory", zh="最低内存要求不超过 {limit} 的发行版"
        ),
        "on_day": Label(en=", as of {day}", zh="（截至 {day}）"),
        "now_or_before": Label(en=", today or earlier", zh="（现在或以前）"),
        "mended": Label(en="“{written}” read as “{name}”", zh="“{written}”视为“{name}”"),
        # --- Answers: which and how many
        "fit": Label(en="{names} {wanted}.", zh="{names} {wanted}。"),
        "all_are": Label(en="Recorded distributions: {names}.", zh="有记录的发行版：{names}。"),
        "nobody_fits": Label(
            en="No distribution is recorded as one that {wanted}.", zh="没有记录表明有发行版{wanted}。"
        ),
        "counted": Label(
            en="{count} distributions {wanted}: {names}.", zh="{count} 个发行版{wanted}：{names}。"
        ),
        "counted.one": Label(
            en="{count} distribution {wanted}: {names}.", zh="{count} 个发行版{wanted}：{names}。"
        ),
        "counted_all": Label(
            en="{count} distributions are recorded: {names}.", zh="共记录了 {count} 个发行版：{names}。"
        ),
        "optional": Label(
            en="Offered or supported, but not used by default: {names}.",
            zh="可选或受支持、但默认不使用：{names}。",
        ),
        "silent": Label(en="Not recorded for {names}.", zh="{names} 尚无记录。"),
        "silent_many": Label(en="Not recorded for {count} others.", zh="另有 {count} 个发行版尚无记录。"),
        "silent_many.one": Label(en="Not recorded for {count} other.", zh="另有 {count} 个发行版尚无记录。"),
        "has_parts": Label(
            en="{subject} bundles {count} components: {names}.", zh="{subject} 内置 {count} 个组件：{names}。"
        ),
        "has_parts.one": Label(
            en="{subject} bundles {count} component: {names}.", zh="{subject} 内置 {count} 个组件：{names}。"
        ),
        "values_counted": Label(en="{count} in all.", zh="共 {count} 个。"),
        "shared": Label(
            en="{subjects} have {count} components in common: {names}.",
            zh="{subjects} 有 {count} 个相同的组件：{names}。",
        ),
        "shared.one": Label(
            en="{subjects} have {count} component in common: {names}.",
            zh="{subjects} 有 {count} 个相同的组件：{names}。",
        ),
        "sources_are": Label(
            en="{count} sources mention {subject}: {names}.", zh="{count} 个来源提到 {subject}：{names}。"
        ),
        "sources_are.one": Label(
            en="{count} source mentions {subject}: {names}.", zh="{count} 个来源提到 {subject}：{names}。"
        ),
        "releases_are": Label(
            en="{count} releases are recorded: {names}.", zh="共记录了 {count} 个版本：{names}。"
        ),
        "releases_are.one": Label(
            en="{count} release is recorded: {names}.", zh="共记录了 {count} 个版本：{names}。"
        ),
        "ranking_is": Label(en="In order: {names}.", zh="依次为：{names}。"),
        "ranked": Label(en="{name} ({count})", zh="{name}（{count}）"),
        "version_in": Label(en="{name} ({version})", zh="{name}（{version}）"),
        "amount_of": Label(en="{property}: {values}", zh="{property}：{values}"),
        "implementing": Label(en="{names} implement {interface}.", zh="{names} 实现了 {interface}。"),
        "implementing.one": Label(en="{names} implements {interface}.", zh="{names} 实现了 {interface}。"),
        # --- Answers: yes, no, not recorded
        "yes_plain": Label(en="Yes.", zh="是。"),
        "no_plain": Label(en="No.", zh="否。"),
        "yes": Label(en="Yes, {told}.", zh="是，{told}。"),
        "no": Label(en="No, {told}.", zh="否，{told}。"),
        "not_by_default": Label(en="Not by default: {told}.", zh="默认不使用：{told}。"),
        "unrecorded": Label(en="Not recorded.", zh="尚无记录。"),
        "unrecorded_about": Label(en="Not recorded: {question}.", zh="尚无记录：{question}。"),
        "statement": Label(en="{told}.", zh="{told}。"),
        "disputed": Label(en="Sources conflict on this.", zh="各来源对此说法不一。"),
        "until": Label(
            en="The last {subject} release with it was {release}.",
            zh="{subject} 最后一个包含它的版本是 {release}。",
        ),
        "unable": Label(
            en="No source says that {component} can serve as the {job}.",
            zh="没有来源表明 {component} 可作为{job}。",
        ),
        "not_lacking": Label(
            en="A source said that {subject} lacks it; this was found to be wrong: {reason}",
            zh="曾有来源称 {subject} 缺少它，经核实有误：{reason}",
        ),
        "said_lacking": Label(
            en="A source said that {subject} lacks it; this could not be confirmed: {reason}",
            zh="曾有来源称 {subject} 缺少它，未能核实：{reason}",
        ),
        # --- Answers: one thing
        "homepage": Label(en="home page", zh="官网"),
        "repository": Label(en="source code", zh="源代码"),
        "licence": Label(en="licence", zh="许可证"),
        "homepage_is": Label(en="The home page of {subject} is {value}.", zh="{subject} 的官网是 {value}。"),
        "repository_is": Label(
            en="The source code of {subject} is at {value}.", zh="{subject} 的源代码位于 {value}。"
        ),
        "licence_is": Label(en="{subject} is licensed under {value}.", zh="{subject} 采用 {value} 许可证。"),
        "serves": Label(
            en="{subject} belongs to {concerns} ({jobs}).", zh="{subject} 属于{concerns}（{jobs}）。"
        ),
        "serving": Label(
            en="{count} components for {concern}, most used first: {names}.",
            zh="用于{concern}的组件共 {count} 个，按使用者数量排列：{names}。",
        ),
        "serving.one": Label(
            en="{count} component for {concern}: {names}.", zh="用于{concern}的组件共 {count} 个：{names}。"
        ),
        "serving_in": Label(
            en="{subject} covers {concern} with {names}.", zh="{subject} 中用于{concern}的组件：{names}。"
        ),
        "nothing_serves": Label(
            en="No component for {concern} is recorded as part of {subject}.",
            zh="没有记录表明 {subject} 自带用于{concern}的组件。",
        ),
        # --- Answers: comparing and moving
        "compared": Label(
            en="{subjects} differ in {differ} of the {known} properties recorded for all of them.",
            zh="在均有记录的 {known} 项属性中，{subjects} 有 {differ} 项不同。",
        ),
        "none_compared": Label(
            en="No property is recorded for all of {subjects}.", zh="没有一项属性在 {subjects} 中均有记录。"
        ),
        "silent_side": Label(en="not recorded for {names}", zh="{names} 尚无记录"),
        "moving": Label(en="Moving from {before} to {after}.", zh="从 {before} 迁移到 {after}。"),
        "lost": Label(en="Lost: {what}.", zh="失去：{what}。"),
        "gained": Label(en="Gained: {what}.", zh="新增：{what}。"),
        "replaced": Label(en="Replaced: {what}.", zh="替换：{what}。"),
        "move_unknown": Label(
            en="For {count} more capabilities, it is not recorded whether {after} has them.",
            zh="另有 {count} 项能力，{after} 是否具备尚无记录。",
        ),
        "move_unknown.one": Label(
            en="For {count} more capability, it is not recorded whether {after} has it.",
            zh="另有 {count} 项能力，{after} 是否具备尚无记录。",
        ),
        "replacing": Label(en="{capability} ({before} → {after})", zh="{capability}（{before} → {after}）"),
        "having": Label(en="{capability} ({what})", zh="{capability}（{what}）"),
        "alternatives_stated": Label(
            en="Named as alternatives to {subject}: {names}.", zh="据称可替代 {subject} 的有：{names}。"
        ),
        "alternatives": Label(
            en="Other components for what {subject} does ({jobs}): {names}.",
            zh="与 {subject} 职责相同（{jobs}）的组件还有：{names}。",
        ),
        # --- Answers: releases and versions
        "ships_all": Label(en="{release} ships {names}.", zh="{release} 包含 {names}。"),
        "release_with": Label(en="{release} ({remarks})", zh="{release}（{remarks}）"),
        "first_with": Label(
            en="First release with {component} {version}: {names}.",
            zh="首个包含 {component} {version} 的版本：{names}。",
        ),
        "carried": Label(
            en="{count} releases ship {component} {version}: {names}.",
            zh="{count} 个版本包含 {component} {version}：{names}。",
        ),
        "carried.one": Label(
            en="{count} release ships {component} {version}: {names}.",
            zh="{count} 个版本包含 {component} {version}：{names}。",
        ),
        "below": Label(
            en="{component} below {version} is in the newest release of: {names}.",
            zh="最新版本中 {component} 低于 {version} 的发行版：{names}。",
        ),
        "at": Label(
            en="{component} {version} is in the newest release of: {names}.",
            zh="最新版本中 {component} 为 {version} 的发行版：{names}。",
        ),
        "above": Label(
            en="{component} {version} or newer is in the newest release of: {names}.",
            zh="最新版本中 {component} 不低于 {version} 的发行版：{names}。",
        ),
        "none_fits": Label(
            en="None of the distributions with a recorded {component} version.",
            zh="在有 {component} 版本记录的发行版中，没有符合条件的。",
        ),
        "release_count": Label(
            en="{count} releases of {subject} are recorded.", zh="共记录了 {subject} 的 {count} 个版本。"
        ),
        "release_newest": Label(
            en="The newest recorded release is {release}.", zh="有记录的最新版本是 {release}。"
        ),
        "release_first": Label(
            en="The first recorded release is {release}.", zh="有记录的首个版本是 {release}。"
        ),
        "version_is": Label(
            en="{release} ships {component} {versions}.", zh="{release} 包含 {component} {versions}。"
        ),
        "ships": Label(
            en="The newest recorded release, {release}, ships {component} {versions}.",
            zh="有记录的最新版本 {release} 包含 {component} {versions}。",
        ),
        "issued": Label(en="{release} was released on {day}.", zh="{release} 于 {day} 发布。"),
        "issued_on": Label(en="the release date of {release}", zh="{release} 的发布日期"),
        "listed_from": Label(
            en="Release files list {component} from {first} to {last}.",
            zh="发布文件从 {first} 到 {last} 都列有 {component}。",
        ),
        "changed": Label(
            en="{count} components changed from {before} to {after}.",
            zh="从 {before} 到 {after}，有 {count} 个组件发生变化。",
        ),
        "changed.one": Label(
            en="{count} component changed from {before} to {after}.",
            zh="从 {before} 到 {after}，有 {count} 个组件发生变化。",
        ),
        "changes_are": Label(en="{changes}.", zh="{changes}。"),
        "changes_unrecorded": Label(
            en="Recorded for only one of the two releases: {names}.", zh="仅在其中一个版本有记录：{names}。"
        ),
        "change_both": Label(en="{component} {before} → {after}", zh="{component} {before} → {after}"),
        "change_after": Label(en="{component} {after} (new)", zh="{component} {after}（新增）"),
        "change_before": Label(en="{component} {before} (removed)", zh="{component} {before}（移除）"),
        # --- Answers: history
        "since": Label(en="since {when}", zh="自 {when} 起"),
        "from": Label(en="from {when}", zh="自 {when}"),
        "up_to": Label(en="up to {when}", zh="至 {when}"),
        "over_on": Label(en="until {day}", zh="至 {day}"),
        "over_since": Label(en=", no longer as of {day}", zh="；{day} 起不再如此"),
        "undated": Label(en="no date recorded", zh="未记录日期"),
        "happened": Label(
            en="{count} changes are recorded from {first} to {last}.",
            zh="{first} 至 {last}，共记录了 {count} 项变化。",
        ),
        "happened.one": Label(
            en="{count} change is recorded from {first} to {last}.",
            zh="{first} 至 {last}，共记录了 {count} 项变化。",
        ),
        "nothing_happened": Label(
            en="No change is recorded from {first} to {last}.", zh="{first} 至 {last} 没有变化记录。"
        ),
        "dated_change": Label(en="{day}: {title}", zh="{day}：{title}"),
        "disputes_are": Label(en="Sources conflict on {count} points.", zh="各来源有 {count} 处分歧。"),
        "disputes_are.one": Label(en="Sources conflict on {count} point.", zh="各来源有 {count} 处分歧。"),
        "no_dispute": Label(en="No conflict between sources is recorded.", zh="没有各来源之间的分歧记录。"),
        "quarrel": Label(
            en="{question} – accepted: {prevails}; rejected: {against}.",
            zh="{question}——采纳：{prevails}；不采纳：{against}。",
        ),
        "quarrel_open": Label(
            en="{question} – rejected: {against}.",
            zh="{question}——不采纳：{against}。",
        ),
        "quarrel_even": Label(
            en="{question} – sources say: {prevails}.",
            zh="{question}——各来源的说法：{prevails}。",
        ),
        "given_up": Label(
            en="No longer using {before}: {names}.", zh="已不再使用 {before} 的发行版：{names}。"
        ),
        "nobody_gave_up": Label(
            en="No distribution is recorded as having dropped {before}.",
            zh="没有发行版弃用 {before} 的记录。",
        ),
        "went_to": Label(en="{name} (now {after}{when})", zh="{name}（换成 {after}{when}）"),
        "ended_with": Label(en="{name} (last in {release})", zh="{name}（最后见于 {release}）"),
        "switch": Label(en="{name} ({when})", zh="{name}（{when}）"),
        "switched": Label(
            en="Switched from {before} to {after}: {names}.",
            zh="从 {before} 换成 {after} 的发行版：{names}。",
        ),
        "nobody_switched": Label(
            en="No distribution is recorded as having switched from {before} to {after}.",
            zh="没有记录表明有发行版从 {before} 换成 {after}。",
        ),
        "switched_from": Label(
            en="distributions that switched from {before} to {after}", zh="从 {before} 换成 {after} 的发行版"
        ),
        "not_yet": Label(
            en="No release of {subject} is recorded by {day}; the record begins on {first}.",
            zh="截至 {day}，没有 {subject} 的发布记录；记录始于 {first}。",
        ),
        "without_release": Label(
            en="No release recorded by then: {names}.", zh="当时尚无发布记录：{names}。"
        ),
        "without_release_many": Label(
            en="{count} others have no release recorded by then.",
            zh="另有 {count} 个发行版当时尚无发布记录。",
        ),
        "not_today": Label(en="Not today.", zh="现在不是。"),
        "not_on": Label(en="Not on {day}.", zh="{day} 不是。"),
        "it_was": Label(en="Earlier: {spans}", zh="以前曾经如此：{spans}"),
        "no_more": Label(en="Formerly, but no longer: {names}.", zh="以前如此、后来不再：{names}。"),
        "it_had": Label(en="Before that: {spans}", zh="在此之前：{spans}"),
        "no_day_of": Label(en="No date is recorded for {names}.", zh="{names} 的说法未注明日期。"),
        "no_day": Label(en="No date is recorded for this.", zh="该说法未注明日期。"),
        # --- Questions that are not understood
        "out-of-scope": Label(
            en="This question cannot be answered from the graph yet.", zh="图谱目前还不能回答这个问题。"
        ),
        "unknown-name": Label(en="The graph does not know {names}.", zh="图谱中没有{names}。"),
        "gap": Label(
            en="No {minor} release is recorded between {after} and {before}.",
            zh="{after} 与 {before} 之间没有 {minor} 的版本记录。",
        ),
        "quoted": Label(en="“{name}”", zh="“{name}”"),
        "ambiguous": Label(en="This can mean several things: {names}.", zh="可能有多种含义：{names}。"),
        "bare": Label(en="Name what the question is about.", zh="请说明要问的是什么。"),
        "not-a-question": Label(en="This does not look like a question.", zh="这看起来不是一个问题。"),
        # --- Displays
        "try": Label(en="Try:", zh="可以这样问："),
        "read_as": Label(en="Read as: {reading}", zh="理解为：{reading}"),
        "cited": Label(en="{title}: {locator}", zh="{title}：{locator}"),
        "sources_in_all": Label(en="… {count} sources in all", zh="…… 共 {count} 个来源"),
    }
)
"""The sentences of answers, by key; one with `.one` is the singular of the other."""
