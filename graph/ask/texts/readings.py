"""How what was asked for is said back."""

from graph.models import Label

READINGS = {
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
    "member_of": Label(en="whether {subject} serves the concern {concern}", zh="{subject} 是否属于{concern}"),
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
    "timeline": Label(en="since when and until when: {subject}, {about}", zh="{subject} 的{about}：起止时间"),
    "gave_up": Label(
        en="distributions that used {before} once and do no more", zh="曾使用但已不再使用 {before} 的发行版"
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
    "reading_implementing": Label(en="components that implement {interface}", zh="实现 {interface} 的组件"),
    "rank_value": Label(en="the commonest {property}", zh="最常见的{property}"),
    "rank_value_least": Label(en="the rarest {property}", zh="最少见的{property}"),
    "rank_values": Label(en="the distribution with most values for {property}", zh="{property}最多的发行版"),
    "rank_values_least": Label(
        en="the distribution with fewest values for {property}", zh="{property}最少的发行版"
    ),
    "rank_users": Label(en="the component that most distributions use", zh="最多发行版使用的组件"),
    "rank_users_least": Label(en="the component that fewest distributions use", zh="最少发行版使用的组件"),
    "rank_components": Label(en="the distribution that bundles most components", zh="内置组件最多的发行版"),
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
    "rank_amount_least": Label(en="the distribution that needs least memory", zh="对内存要求最低的发行版"),
    "have_more": Label(
        en="distributions with more than {limit} values for {property}",
        zh="{property}多于 {limit} 个的发行版",
    ),
    "have_more_or_so": Label(
        en="distributions with at least {limit} values for {property}", zh="{property}至少 {limit} 个的发行版"
    ),
    "have_less": Label(
        en="distributions with less than {limit} values for {property}",
        zh="{property}少于 {limit} 个的发行版",
    ),
    "have_less_or_so": Label(
        en="distributions with at most {limit} values for {property}", zh="{property}至多 {limit} 个的发行版"
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
}
