"""How answers are said."""

from graph.models import Label

ANSWERS = {
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
    "serves": Label(en="{subject} serves {concerns}, as {jobs}.", zh="{subject} 属于{concerns}（{jobs}）。"),
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
    "below": Label(en="Below {component} {version}: {names}.", zh="{component} 低于 {version}：{names}。"),
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
        en="No release by then is on record of {count} others.", zh="另有 {count} 个发行版当时尚无发布记录。"
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
