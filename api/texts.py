"""Every word of the API's own pages, in English and Chinese."""

from types import MappingProxyType

from graph.models import Label

PAGES = MappingProxyType(
    {
        "editor": Label(en="SPARQL editor", zh="SPARQL 编辑器"),
        "ontology": Label(en="Ontology", zh="本体"),
        "download": Label(en="As RDF:", zh="RDF 格式："),
        "about": Label(en="Speaks of", zh="涉及"),
        "broader": Label(en="Is a case of", zh="上位属性"),
        "home": Label(en="Home", zh="首页"),
        "graph": Label(en="Graph", zh="图谱"),
        "compare": Label(en="Compare", zh="对比"),
        "disputes": Label(en="Disputes", zh="争议"),
        "changes": Label(en="Changes", zh="变化"),
        "described": Label(en="The API is described by", zh="API 说明见"),
        "other": Label(en="中文", zh="English"),
    }
)
"""What the templates say."""

EDITOR = MappingProxyType(
    {
        "query": Label(en="Query", zh="查询"),
        "run": Label(en="Run", zh="运行"),
        "cancel": Label(en="Cancel", zh="取消"),
        "format": Label(en="Format", zh="格式"),
        "hint": Label(
            en="Ctrl+Enter runs, Ctrl+Space completes, Tab leads out of the editor.",
            zh="Ctrl+Enter 运行，Ctrl+空格 补全，Tab 键离开编辑器。",
        ),
        "examples": Label(en="Examples", zh="示例"),
        "prefixes": Label(en="These prefixes need not be declared:", zh="以下前缀无需声明："),
        "result": Label(en="Result", zh="结果"),
        "view": Label(en="Show as", zh="显示为"),
        "table": Label(en="Table", zh="表格"),
        "graph": Label(en="Graph", zh="图"),
        "text": Label(en="Text", zh="文本"),
        "downloads": Label(en="Download", zh="下载"),
        "offered": Label(en="Terms that fit", zh="匹配的术语"),
    }
)
"""What the template of the editor says."""

SCRIPT = MappingProxyType(
    {
        "running": Label(en="Running …", zh="正在运行……"),
        "cancelled": Label(en="Cancelled.", zh="已取消。"),
        "unreachable": Label(
            en="The service does not answer. Is it running, and are you online?",
            zh="服务没有响应。请检查服务是否在运行、网络是否连通。",
        ),
        "failed": Label(en="The query was not answered.", zh="查询未得到回答。"),
        "at": Label(en="Line {line}, column {column}:", zh="第 {line} 行第 {column} 列："),
        "limit": Label(en="Limit: {limit}.", zh="限制：{limit}。"),
        "near": Label(en="Perhaps: {names}.", zh="也许是：{names}。"),
        "expected": Label(
            en="Line {line} cannot be read so far. What could stand here: {names}",
            zh="第 {line} 行尚无法解析。此处可以是：{names}",
        ),
        "rows.one": Label(en="1 row", zh="1 行"),
        "rows": Label(en="{count} rows", zh="{count} 行"),
        "triples.one": Label(en="1 triple", zh="1 条三元组"),
        "triples": Label(en="{count} triples", zh="{count} 条三元组"),
        "took": Label(en="{said}, in {milliseconds} ms", zh="{said}，用时 {milliseconds} 毫秒"),
        "yes": Label(en="Yes: there is a solution.", zh="是：有符合条件的解。"),
        "no": Label(en="No: there is no solution.", zh="否：没有符合条件的解。"),
        "first": Label(
            en="The first {shown} of {count} are shown; a download has them all.",
            zh="仅显示 {count} 行中的前 {shown} 行；下载文件包含全部内容。",
        ),
        "nothing": Label(en="Nothing in the graph fits this query.", zh="图谱中没有符合该查询的内容。"),
        "cut": Label(
            en="The beginning of the text is shown; a download has all of it.",
            zh="仅显示文本开头；下载文件包含全部内容。",
        ),
        "subject": Label(en="Subject", zh="主语"),
        "predicate": Label(en="Predicate", zh="谓语"),
        "object": Label(en="Object", zh="宾语"),
        "drawn": Label(
            en="{nodes} things and {lines} relations are drawn.",
            zh="已绘制 {nodes} 个事物和 {lines} 条关系。",
        ),
        "drawn.part": Label(
            en="{nodes} of {count} things are drawn, and the {lines} relations between them.",
            zh="已绘制 {count} 个事物中的 {nodes} 个，以及它们之间的 {lines} 条关系。",
        ),
        "drawn.same": Label(en="Every line says: {label}.", zh="所有连线均表示：{label}。"),
        "picture": Label(
            en="Picture of the result; the same stands below it as text.",
            zh="结果的图形；下方以文字列出相同内容。",
        ),
        "as-text": Label(en="The same as text", zh="以文字列出"),
        "undrawable": Label(
            en="vis-network could not be loaded; the same stands below as text.",
            zh="无法加载 vis-network；下方以文字列出相同内容。",
        ),
        "line": Label(en="Line {line}", zh="第 {line} 行"),
    }
)
"""What the script of the editor says."""

GROUPS = MappingProxyType(
    {
        "begin": Label(en="To begin with", zh="入门"),
        "things": Label(en="What is in the graph", zh="图谱中有什么"),
        "sources": Label(en="Who says so", zh="出自何处"),
        "releases": Label(en="Releases and changes", zh="发布版本与变化"),
    }
)
"""The groups of the examples."""


def texts_in(texts: MappingProxyType[str, Label], language: str) -> dict[str, str]:
    """Return texts in a language."""
    return {key: getattr(label, language) for key, label in texts.items()}
