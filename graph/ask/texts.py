"""The sentences of answers, and how what was asked for is said back, in both languages."""

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
        "cond_uses": Label(en="use{s} {component}", zh="使用 {component}"),
        "not_cond_uses": Label(en="{do} not use {component}", zh="不使用 {component}"),
        "cond_default": Label(en="enable{s} {component} by default", zh="默认启用 {component}"),
        "not_cond_default": Label(en="{do} not enable {component} by default", zh="默认不启用 {component}"),
        "cond_offers": Label(en="offer{s} {component} as an option", zh="可选提供 {component}"),
        "not_cond_offers": Label(en="{do} not offer {component}", zh="不提供 {component} 选项"),
        "cond_supports": Label(en="support{s} {component}", zh="支持 {component}"),
        "not_cond_supports": Label(en="{do} not support {component}", zh="不支持 {component}"),
        "as_job": Label(en=" as {job}", zh=" 作为{job}"),
        "cond_has": Label(en="{have} {value} for {property}", zh="{property}为{value}"),
        "not_cond_has": Label(en="{do} not have {value} for {property}", zh="{property}不为{value}"),
        "cond_only": Label(en="{have} nothing but {value} for {property}", zh="{property}只有{value}"),
        "cond_any": Label(en="{have} something for {property}", zh="有{property}"),
        "not_cond_any": Label(en="{have} nothing for {property}", zh="没有{property}"),
        "whether": Label(en="whether {subject} {told}", zh="{subject} 是否{told}"),
        "facts": Label(en="{properties} of {subject}", zh="{subject} 的{properties}"),
        "comparison": Label(en="comparison of {subjects}", zh="{subjects} 的对比"),
        "description": Label(en="what {subject} is", zh="{subject} 是什么"),
        "moving_from": Label(en="moving from {before} to {after}", zh="从 {before} 迁移到 {after}"),
        "alternatives_to": Label(en="alternatives to {subject}", zh="{subject} 的替代"),
        "membership": Label(en="the concern that {subject} serves", zh="{subject} 所属的关注点"),
        "member_of": Label(
            en="whether {subject} serves the concern {concern}", zh="{subject} 是否属于{concern}"
        ),
        "served": Label(en="components that serve the concern {concern}", zh="承担{concern}的组件"),
        "served_in": Label(
            en="components of {subject} that serve the concern {concern}",
            zh="{subject} 中承担{concern}的组件",
        ),
        "parts": Label(en="components that {subject} bundles", zh="{subject} 内置的组件"),
        "parts_count": Label(en="how many components {subject} bundles", zh="{subject} 内置组件的数量"),
        "version": Label(en="the version of {component} in {release}", zh="{release} 中 {component} 的版本"),
        "version_newest": Label(
            en="the version of {component} in the newest release of {release}",
            zh="{release} 最新版本中 {component} 的版本",
        ),
        "shipped_by": Label(en="what {release} ships", zh="{release} 附带的组件"),
        "any_distribution": Label(en="any distribution", zh="任一发行版"),
        "carrying": Label(
            en="releases of {subject} that ship {component} {version}",
            zh="{subject} 附带 {component} {version} 的版本",
        ),
        "carrying_first": Label(
            en="the first release of {subject} that ships {component} {version}",
            zh="{subject} 首个附带 {component} {version} 的版本",
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
        "timeline": Label(
            en="since when and until when: {subject}, {about}", zh="{subject} 的{about}：起止时间"
        ),
        "gave_up": Label(
            en="distributions that used {before} once and do no more",
            zh="曾使用但已不再使用 {before} 的发行版",
        ),
        "facts_count": Label(
            en="how many values {subject} has for {properties}", zh="{subject} 的{properties}有几个"
        ),
        "reading_shared": Label(en="components that {subjects} all use", zh="{subjects} 都使用的组件"),
        "reading_sources": Label(en="sources that speak of {subject}", zh="提到 {subject} 的来源"),
        "components_that": Label(en="components that {wanted}", zh="{wanted} 的组件"),
        "reading_all": Label(en="releases of {subject}", zh="{subject} 的发布版本"),
        "between_days": Label(en=", from {first} to {last}", zh="（{first} 至 {last}）"),
        "reading_newest": Label(en="the newest release of {subject}", zh="{subject} 的最新版本"),
        "reading_first": Label(en="the first release of {subject}", zh="{subject} 的首个版本"),
        "reading_count": Label(
            en="how many releases of {subject} are on record", zh="有记录的 {subject} 版本数量"
        ),
        "changes": Label(en="what changed between {before} and {after}", zh="{before} 与 {after} 之间的变化"),
        "changes_since": Label(en="what changed with {after}", zh="{after} 带来的变化"),
        "happenings": Label(en="what changed from {first} to {last}", zh="{first} 至 {last} 的变化"),
        "disputes": Label(en="where sources disagree on {about}", zh="各来源关于 {about} 的分歧"),
        "disputes_all": Label(en="where sources disagree", zh="各来源的分歧"),
        "excepted": Label(en=", other than {names}", zh="（{names} 除外）"),
        "reading_implementing": Label(
            en="components that implement {interface}", zh="实现 {interface} 的组件"
        ),
        "rank_value": Label(en="the commonest {property}", zh="最常见的{property}"),
        "rank_value_least": Label(en="the rarest {property}", zh="最少见的{property}"),
        "rank_values": Label(
            en="the distribution with most values for {property}", zh="{property}最多的发行版"
        ),
        "rank_values_least": Label(
            en="the distribution with fewest values for {property}", zh="{property}最少的发行版"
        ),
        "rank_users": Label(en="the component that most distributions use", zh="最多发行版使用的组件"),
        "rank_users_least": Label(
            en="the component that fewest distributions use", zh="最少发行版使用的组件"
        ),
        "rank_components": Label(
            en="the distribution that bundles most components", zh="内置组件最多的发行版"
        ),
        "rank_components_least": Label(
            en="the distribution that bundles fewest components", zh="内置组件最少的发行版"
        ),
        "rank_version": Label(
            en="whose newest release ships the newest {component}", zh="最新版本附带最新 {component} 的发行版"
        ),
        "rank_version_least": Label(
            en="whose newest release ships the oldest {component}", zh="最新版本附带最旧 {component} 的发行版"
        ),
        "rank_amount": Label(en="the distribution that needs most memory", zh="对内存要求最高的发行版"),
        "rank_amount_least": Label(
            en="the distribution that needs least memory", zh="对内存要求最低的发行版"
        ),
        "have_more": Label(
            en="distributions with more than {limit} values for {property}",
            zh="{property}多于 {limit} 个的发行版",
        ),
        "have_more_or_so": Label(
            en="distributions with at least {limit} values for {property}",
            zh="{property}至少 {limit} 个的发行版",
        ),
        "have_less": Label(
            en="distributions with less than {limit} values for {property}",
            zh="{property}少于 {limit} 个的发行版",
        ),
        "have_less_or_so": Label(
            en="distributions with at most {limit} values for {property}",
            zh="{property}至多 {limit} 个的发行版",
        ),
        "need_more": Label(
            en="distributions that need more than {limit} of memory", zh="内存要求高于 {limit} 的发行版"
        ),
        "need_more_or_so": Label(
            en="distributions that need at least {limit} of memory", zh="内存要求不低于 {limit} 的发行版"
        ),
        "need_less": Label(
            en="distributions that need less than {limit} of memory", zh="内存要求低于 {limit} 的发行版"
        ),
        "need_less_or_so": Label(
            en="distributions that need at most {limit} of memory", zh="内存要求不超过 {limit} 的发行版"
        ),
        "on_day": Label(en=", as of {day}", zh="（截至 {day}）"),
        "now_or_before": Label(en=", today or before", zh="（现在或以前）"),
        "mended": Label(en="“{written}” read as “{name}”", zh="“{written}”视为“{name}”"),
        # --- Answers
        "fit": Label(en="{names} {wanted}.", zh="{names} {wanted}。"),
        "all_are": Label(en="On record: {names}.", zh="有记录的：{names}。"),
        "nobody_fits": Label(
            en="Of no distribution is it on record that it {wanted}.", zh="没有记录表明有发行版{wanted}。"
        ),
        "counted": Label(en="{count}: {names} {wanted}.", zh="{count} 个：{names} {wanted}。"),
        "counted_all": Label(en="{count} are on record: {names}.", zh="有记录的共 {count} 个：{names}。"),
        "counted_none": Label(
            en="Of none is it on record that it {wanted}.", zh="没有记录表明有发行版{wanted}。"
        ),
        "yes_plain": Label(en="Yes.", zh="是。"),
        "no_plain": Label(en="No.", zh="否。"),
        "has_parts": Label(
            en="{subject} bundles {count} components: {names}.", zh="{subject} 内置 {count} 个组件：{names}。"
        ),
        "ranked": Label(en="{name} ({count})", zh="{name}（{count}）"),
        "version_in": Label(en="{name} ({version})", zh="{name}（{version}）"),
        "implementing": Label(en="{names} implement {interface}.", zh="{names} 实现了 {interface}。"),
        "given_up": Label(en="{before} was given up by {names}.", zh="已不再使用 {before} 的有：{names}。"),
        "nobody_gave_up": Label(
            en="That a distribution gave {before} up is not on record.", zh="没有发行版弃用 {before} 的记录。"
        ),
        "went_to": Label(en="{name} (for {after}{when})", zh="{name}（换成 {after}{when}）"),
        "ended_with": Label(en="{name} (last in {release})", zh="{name}（最后见于 {release}）"),
        "values_counted": Label(en="{count}.", zh="{count} 个。"),
        "shared": Label(
            en="{subjects} have {count} components in common: {names}.",
            zh="{subjects} 共有 {count} 个相同的组件：{names}。",
        ),
        "amount_of": Label(en="{values}: {property}", zh="{values}：{property}"),
        "sources_are": Label(
            en="{count} sources speak of {subject}: {names}.", zh="{count} 个来源提到 {subject}：{names}。"
        ),
        "releases_are": Label(en="{count} are on record: {names}.", zh="有记录的共 {count} 个：{names}。"),
        "ranking_is": Label(en="In this order: {names}.", zh="依次为：{names}。"),
        "homepage": Label(en="homepage", zh="官网"),
        "repository": Label(en="repository", zh="代码仓库"),
        "licence": Label(en="licence", zh="许可证"),
        "silent_side": Label(en="nothing recorded", zh="无记录"),
        "moving": Label(en="Moving from {before} to {after}.", zh="从 {before} 迁移到 {after}。"),
        "lost": Label(en="Lost: {what}.", zh="失去：{what}。"),
        "gained": Label(en="Gained: {what}.", zh="新增：{what}。"),
        "replaced": Label(en="Replaced: {what}.", zh="替换：{what}。"),
        "move_unknown": Label(
            en="Of {count} capabilities nobody has recorded whether the other has them.",
            zh="另有 {count} 项能力，没有另一方是否具备的记录。",
        ),
        "replacing": Label(en="{capability}: {before} by {after}", zh="{capability}：{before} 换为 {after}"),
        "having": Label(en="{capability} ({what})", zh="{capability}（{what}）"),
        "alternatives_stated": Label(
            en="Said to be alternatives to {subject}: {names}.", zh="据称可替代 {subject} 的有：{names}。"
        ),
        "none_compared": Label(
            en="No property is known of all of {subjects}.", zh="没有一项属性在 {subjects} 中均有记录。"
        ),
        "alternatives": Label(
            en="For what {subject} does ({jobs}) there are also {names}.",
            zh="能承担 {subject} 的职责（{jobs}）的还有 {names}。",
        ),
        "serves": Label(
            en="{subject} serves {concerns}, as {jobs}.", zh="{subject} 属于{concerns}（{jobs}）。"
        ),
        "serving": Label(
            en="{count} components serve {concern}, first of all {names}.",
            zh="{count} 个组件承担{concern}，主要有 {names}。",
        ),
        "serving_in": Label(
            en="In {subject}, {concern} is served by {names}.", zh="{subject} 中承担{concern}的有 {names}。"
        ),
        "nothing_serves": Label(
            en="{subject} has nothing for {concern} in the box.", zh="{subject} 没有自带承担{concern}的组件。"
        ),
        "ships_all": Label(en="{release} ships {names}.", zh="{release} 附带 {names}。"),
        "first_with": Label(
            en="The first with {component} {version}: {names}.",
            zh="首个附带 {component} {version} 的版本：{names}。",
        ),
        "carried": Label(
            en="{count} releases ship {component} {version}: {names}.",
            zh="{count} 个版本附带 {component} {version}：{names}。",
        ),
        "below": Label(
            en="Below {component} {version}: {names}.", zh="{component} 低于 {version}：{names}。"
        ),
        "at": Label(en="With {component} {version}: {names}.", zh="{component} 为 {version}：{names}。"),
        "above": Label(
            en="With {component} {version} or newer: {names}.", zh="{component} 不低于 {version}：{names}。"
        ),
        "none_fits": Label(
            en="None of which the version of {component} is on record.",
            zh="有 {component} 版本记录的发行版中没有。",
        ),
        "release_count": Label(
            en="{count} releases of {subject} are on record.", zh="有记录的 {subject} 版本共 {count} 个。"
        ),
        "release_newest": Label(
            en="The newest release of {subject} on record is {release}.",
            zh="有记录的 {subject} 最新版本是 {release}。",
        ),
        "release_first": Label(
            en="The first release of {subject} on record is {release}.",
            zh="有记录的 {subject} 首个版本是 {release}。",
        ),
        "span": Label(en="{told}: {parts}.", zh="{told}：{parts}。"),
        "since": Label(en="since {when}", zh="始于 {when}"),
        "up_to": Label(en="last with {when}, over on {day}", zh="止于 {when}（{day} 起不再成立）"),
        "over_on": Label(en="over on {day}", zh="{day} 起不再成立"),
        "undated": Label(en="no date is recorded", zh="没有记录日期"),
        "listed_from": Label(
            en="Release files list {component} from {first} to {last}.",
            zh="发布文件在 {first} 至 {last} 中列有 {component}。",
        ),
        "happened": Label(
            en="From {first} to {last}, {count} changes are on record.",
            zh="{first} 至 {last}，记录了 {count} 项变化。",
        ),
        "nothing_happened": Label(
            en="From {first} to {last} nothing is on record.", zh="{first} 至 {last} 没有记录。"
        ),
        "disputes_are": Label(en="Sources disagree on {count}.", zh="各来源有 {count} 处分歧。"),
        "no_dispute": Label(en="No dispute is on record.", zh="没有记录的分歧。"),
        "quarrel": Label(
            en="{subject}, {property}: {prevails} prevails; against it: {against}.",
            zh="{subject} 的{property}：以 {prevails} 为准；不同的说法：{against}。",
        ),
        "optional": Label(
            en="Not by default, but offered or supported: {names}.", zh="非默认，但可选或受支持：{names}。"
        ),
        "silent": Label(en="Nobody has recorded it for {names}.", zh="以下发行版尚无记录：{names}。"),
        "silent_many": Label(en="Of {count} others nobody has said.", zh="另有 {count} 个发行版尚无记录。"),
        "version_is": Label(
            en="{release} ships {component} {versions}.", zh="{release} 附带 {component} {versions}。"
        ),
        "changed": Label(
            en="From {before} to {after}, components that changed: {count}.",
            zh="从 {before} 到 {after}，{count} 个组件有变化。",
        ),
        "changes_are": Label(en="{changes}.", zh="{changes}。"),
        "changes_unrecorded": Label(
            en="Not on record in one of the two: {names}.", zh="其中一个版本没有记录：{names}。"
        ),
        "change_both": Label(en="{component} {before} → {after}", zh="{component} {before} → {after}"),
        "change_after": Label(en="{component} {after} (new)", zh="{component} {after}（新增）"),
        "change_before": Label(en="{component} {before} (gone)", zh="{component} {before}（移除）"),
        "yes": Label(en="Yes: {subject} {relation}.", zh="是：{subject}{relation}。"),
        "no": Label(en="No. {reason}", zh="否。{reason}"),
        "instead": Label(en="{subject}, {has}.", zh="{subject} 的{has}。"),
        "not_by_default": Label(
            en="Not by default: {subject} {relation}.", zh="默认不使用：{subject}{relation}。"
        ),
        "until": Label(
            en="{subject} last shipped it with {release}.", zh="{subject} 最后在 {release} 中附带它。"
        ),
        "unable": Label(
            en="No source says that {component} can be that ({job}).",
            zh="没有来源说 {component} 能承担这一职责（{job}）。",
        ),
        "not_lacking": Label(
            en="That {subject} lacks it was said and found wrong: {reason}",
            zh="曾有来源称 {subject} 缺少它，但核实有误：{reason}",
        ),
        "said_lacking": Label(
            en="That {subject} lacks it was said, but not found confirmed: {reason}",
            zh="曾有来源称 {subject} 缺少它，但未能核实：{reason}",
        ),
        "not_yet": Label(
            en="No release of {subject} by {day} is on record: the record begins on {first}.",
            zh="截至 {day} 没有 {subject} 的发布记录：记录始于 {first}。",
        ),
        "without_release": Label(
            en="No release by then is on record of {names}.", zh="当时尚无发布记录的：{names}。"
        ),
        "without_release_many": Label(
            en="No release by then is on record of {count} others.",
            zh="另有 {count} 个发行版当时尚无发布记录。",
        ),
        "not_today": Label(en="Not today.", zh="现在不是。"),
        "not_on": Label(en="Not on {day}.", zh="{day} 不是。"),
        "it_was": Label(en="But it was: {spans}", zh="但曾经如此：{spans}"),
        "no_more": Label(en="Before, but no more: {names}.", zh="以前如此、后来不再的：{names}。"),
        "it_had": Label(en="Before that: {spans}", zh="在此之前：{spans}"),
        "no_day_of": Label(en="Of {names} the day is not on record.", zh="{names} 的说法未注明日期。"),
        "no_day": Label(en="The day of this is not on record.", zh="该说法未注明日期。"),
        "ships": Label(
            en="Its newest release, {release}, ships {component} {versions}.",
            zh="其最新版本 {release} 附带 {component} {versions}。",
        ),
        "unrecorded": Label(en="Nobody has recorded that.", zh="尚无记录。"),
        "fact": Label(en="{subject}, {property}: {values}.", zh="{subject} 的{property}：{values}。"),
        "disputed": Label(en=" Sources disagree on this.", zh="各来源对此说法不一。"),
        "compared": Label(
            en="{subjects} differ in {differ} of {known} properties that are known of all of them.",
            zh="{subjects} 在均有记录的 {known} 项属性中有 {differ} 项不同。",
        ),
        "difference": Label(en="{property}: {sides}.", zh="{property}：{sides}。"),
        "bundles": Label(en="bundles {component}", zh="内置 {component}"),
        "enables": Label(en="enables {component} by default", zh="默认启用 {component}"),
        "offers": Label(en="offers {component} as an option", zh="可选提供 {component}"),
        "supports_verb": Label(en="supports {component}", zh="支持 {component}"),
        "uses_verb": Label(en="uses {component}", zh="使用 {component}"),
        "out-of-scope": Label(
            en="This is not a question that the graph can answer yet.", zh="图谱目前还不能回答这个问题。"
        ),
        "unknown-name": Label(en="Nothing is known of “{names}”.", zh="图谱中没有“{names}”。"),
        "gap": Label(
            en="Of its {minor} nothing is on record, between {after} and {before}.",
            zh="其 {minor} 没有任何记录，缺口在 {after} 与 {before} 之间。",
        ),
        "ambiguous": Label(en="This may mean several things: {names}.", zh="可能有多种含义：{names}。"),
        "switch": Label(en="{name} (with {when})", zh="{name}（{when}）"),
        "switched": Label(en="From {before} to {after}: {names}.", zh="从 {before} 换成 {after}：{names}。"),
        "nobody_switched": Label(
            en="No distribution is recorded to have gone from {before} to {after}.",
            zh="没有记录表明有发行版从 {before} 换成 {after}。",
        ),
        "switched_from": Label(
            en="distributions that went from {before} to {after}", zh="从 {before} 换成 {after} 的发行版"
        ),
        "issued": Label(en="{release} came out on {day}.", zh="{release} 于 {day} 发布。"),
        "issued_on": Label(en="the day on which {release} came out", zh="{release} 的发布日期"),
        "bare": Label(en="It does not say what it is about.", zh="没有说明问的是什么。"),
        "not-a-question": Label(en="This does not read as a question.", zh="这看起来不是一个问题。"),
    }
)
