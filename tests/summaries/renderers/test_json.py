import json

from summaries.document import Attachment, Heading
from summaries.renderers.json import as_dict, render
from tests.summaries.renderers.samples import FIGURES, branch_table, paragraph, rich_document


def test_a_small_report_whole():
    document = rich_document(
        blocks=(Heading(1, "一、开展情况"), paragraph("支委会", FIGURES[0], "。")),
        attachments=(Attachment("一览表", (branch_table(2, 1),)),),
        figures=FIGURES[:1],
    )
    assert json.loads(render(document)) == {
        "meta": {
            "organisation": "中共青禾街道工作委员会",
            "period": "2026年上半年",
            "data_date": "2026-06-30",
        },
        "document": {
            "title_lines": ["中共青禾街道工作委员会", "2026年上半年党建工作总结"],
            "addressee": "中共云岭区委组织部",
            "draft_mark": "",
            "blocks": [
                {"type": "heading", "level": 1, "text": "一、开展情况"},
                {
                    "type": "paragraph",
                    "kind": "body",
                    "runs": [{"text": "支委会"}, {"text": "72次", "figure": "f1"}, {"text": "。"}],
                },
            ],
            "signature": "中共青禾街道工作委员会",
            "date": "2026-07-01",
            "attachments": [
                {
                    "label": "附件",
                    "title": "一览表",
                    "blocks": [
                        {
                            "type": "table",
                            "title": "各支部组织生活情况",
                            "columns": [
                                {"header": "支部", "align": "left"},
                                {"header": "支委会", "align": "right"},
                            ],
                            "rows": [["青禾第1网格党支部", "2"]],
                        }
                    ],
                }
            ],
        },
        "figures": [
            {
                "id": "f1",
                "bookmark": "fig_1",
                "token": "{支委会次数}",
                "name": "支委会次数",
                "printed": "72次",
                "number": 72,
                "unit": "次",
                "definition": "报告期内“支委会次数”的合计，以记录为准",
                "theme": "组织生活",
                "organisation": None,
                "evidence": {"url": "/records/?measure=f1&half=20261", "count": 1},
            }
        ],
    }


def test_the_bytes_are_readable_chinese_and_always_the_same():
    assert render(rich_document()) == render(rich_document())
    assert json.loads(render(rich_document())) == as_dict(rich_document())
    assert "支委会次数".encode() in render(rich_document())
