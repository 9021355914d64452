from dataclasses import replace
from html.parser import HTMLParser

from django.utils.html import format_html
from django.utils.safestring import SafeString

from summaries.document import Attachment, Heading, Paragraph, Run, Table, TableColumn
from summaries.renderers.html import render
from tests.summaries.renderers.samples import FIGURES, paragraph, rich_document


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> _Collector:
    collector = _Collector()
    collector.feed(html)
    assert collector.open == []
    return collector


def test_a_small_report_whole():
    document = rich_document(
        title_lines=("街道", "总结"),
        addressee="区委",
        blocks=(
            Heading(1, "一、开展情况"),
            paragraph("支委会", FIGURES[0], "。"),
            Table("表", (TableColumn("支部"), TableColumn("次数", align="right")), (("甲", "3"),)),
        ),
        attachments=(Attachment("名单", (paragraph("略"),)),),
        draft_mark="送审稿",
    )
    html = render(document)
    assert isinstance(html, SafeString)
    assert html == (
        '<article class="paper" lang="zh-Hans"><p class="paper-mark">送审稿</p>'
        '<h1 class="paper-title">街道<br>总结</h1><p class="addressee">区委：</p>'
        '<h2 class="h1">一、开展情况</h2><p class="body">支委会<a class="figure"'
        ' href="/records/?measure=f1&amp;half=20261" data-figure="f1"'
        ' title="报告期内“支委会次数”的合计，以记录为准">72次</a>。</p>'
        '<div class="paper-table"><table><caption>表</caption><thead><tr><th scope="col">支部</th>'
        '<th scope="col">次数</th></tr></thead><tbody><tr><td class="align-left">甲</td>'
        '<td class="align-right">3</td></tr></tbody></table></div>'
        '<p class="attachment-note">附件：名单</p><p class="signature">中共青禾街道工作委员会</p>'
        '<p class="signature-date">2026年7月1日</p><section class="attachment">'
        '<p class="attachment-label">附件</p><h2 class="attachment-title">名单</h2>'
        '<p class="body">略</p></section></article>'
    )


def test_every_figure_links_to_its_records_and_nothing_carries_a_style():
    tags = parsed(render(rich_document())).tags
    links = [(attrs["data-figure"], attrs["href"]) for tag, attrs in tags if tag == "a"]
    addresses = {figure.id: figure.evidence_url for figure in FIGURES}
    assert links == [(id_, addresses[id_]) for id_ in ("f1", "f1", "f3", "f4", "f2", "f5", "f6")]
    assert [attrs for _, attrs in tags if "style" in attrs or any(name.startswith("on") for name in attrs)] == []


def test_text_is_escaped_everywhere():
    nasty = '<script>"&'
    figure = replace(FIGURES[0], definition=nasty, evidence_url='/x?"><script>')
    document = rich_document(
        title_lines=(nasty,),
        addressee=nasty,
        blocks=(
            Heading(2, nasty),
            Paragraph((Run(nasty), Run(nasty, figure.id)), "lead"),
            Table(nasty, (TableColumn(nasty),), ((nasty,),)),
        ),
        signature=nasty,
        attachments=(Attachment(nasty, ()),),
        figures=(figure,),
        draft_mark=nasty,
    )
    html = render(document)
    assert [tag for tag, _ in parsed(html).tags if tag == "script"] == []
    assert html.count("&lt;script&gt;&quot;&amp;") == 13


def test_a_figure_without_an_address_of_ours_is_no_link():
    for address in ("", "javascript:alert(1)", "//elsewhere.example/"):
        document = rich_document(
            blocks=(paragraph(FIGURES[0]),),
            figures=(replace(FIGURES[0], evidence_url=address),),
            attachments=(),
        )
        tags = [tag for tag, attrs in parsed(render(document)).tags if attrs.get("class") == "figure"]
        assert tags == ["span"]


def test_passages_have_addresses_and_a_page_may_dress_them():
    alone = Paragraph((Run("一是", anchor="p-1"), Run("甲。", anchor="p-1")), "lead")
    together = Paragraph((Run("乙。", anchor="p-2"), Run("丙", anchor="p-3"), Run("丁。", anchor="p-3"), Run("完。")))
    document = rich_document(blocks=(Heading(1, "一、情况", "p-1"), alone, together), attachments=())
    assert (alone.anchor, together.anchors) == ("p-1", ("p-2", "p-3"))
    html = render(document, lambda block, drawn: format_html("[{}]", drawn))
    assert (
        '[<h2 class="h1">一、情况</h2>][<p class="lead" id="p-1">一是甲。</p>]'
        '[<p class="body"><span id="p-2">乙。</span><span id="p-3">丙丁。</span>完。</p>]'
    ) in html
