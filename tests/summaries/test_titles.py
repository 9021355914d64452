import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.titles import LINE_CHARACTERS, break_header, break_title


@pytest.mark.parametrize(
    ("title", "keep", "lines"),
    [
        ("青禾街道党工委半年工作总结", (), ("青禾街道党工委半年工作总结",)),
        (
            "中共青禾街道工作委员会2026年上半年党建工作总结",
            (),
            ("中共青禾街道工作委员会", "2026年上半年党建工作总结"),
        ),
        (
            "青禾街道党工委关于2026年上半年党建工作情况的报告",
            ("党建工作",),
            ("青禾街道党工委关于", "2026年上半年党建工作情况的报告"),
        ),
        (
            "中共青禾街道工作委员会关于2026年上半年落实全面从严治党主体责任和基层党建工作情况的报告",
            ("全面从严治党", "主体责任", "基层党建工作"),
            (
                "中共青禾街道工作委员会关于",
                "2026年上半年落实全面从严治党",
                "主体责任和基层党建工作情况的报告",
            ),
        ),
        (
            "青禾街道关于开展《基层党组织工作手册》学习交流的通知",
            (),
            ("青禾街道关于", "开展《基层党组织工作手册》学习交流的通知"),
        ),
    ],
)
def test_titles_break_by_sense(title: str, keep: tuple[str, ...], lines: tuple[str, ...]):
    assert break_title(title, keep) == lines


def test_a_word_longer_than_a_line_stays_whole():
    word = "青禾街道产业园区联合流动党员服务中心综合党支部委员会"
    assert break_title(word, (word,)) == (word,)


@given(
    st.text(alphabet="党委关于年的和2026《》学习工作情况报告", min_size=1, max_size=60),
    st.sampled_from(["学习", "工作情况"]),
)
def test_lines_are_the_title_and_keep_words_whole(title: str, word: str):
    lines = break_title(title, (word,))
    assert "".join(lines) == title
    assert len(lines) == 1 or max(map(len, lines)) <= LINE_CHARACTERS
    assert sum(line.count(word) for line in lines) == title.count(word)


@pytest.mark.parametrize(
    ("header", "width", "lines"),
    [
        ("党组织", 4, ["党组织"]),
        ("支委会次数（次）", 4, ["支委会", "次数", "（次）"]),
        ("支委会次数（次）", 5, ["支委会次数", "（次）"]),
        ("支委会次数（次）", 8, ["支委会次数（次）"]),
        ("志愿服务参加人次（人次）", 5, ["志愿服务", "参加人次", "（人次）"]),
        ("志愿服务次数（次）", 5, ["志愿服务", "次数（次）"]),
        ("期内问题已销号数（个）", 7, ["期内问题", "已销号数（个）"]),
        ("党费（元）", 4, ["党费", "（元）"]),
        ("慰问金额（元）", 3, ["慰问", "金额", "（元）"]),
    ],
)
def test_a_narrow_heading_breaks_before_what_it_counts_and_its_unit(header: str, width: int, lines: list[str]) -> None:
    assert list(break_header(header, width)) == lines
    assert "".join(lines) == header
