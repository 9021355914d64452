"""What nobody means well with, and what somebody types by mistake. Every script here carries the word MARK."""

MARK = "zq7x"
COMPUTED = f"48{MARK}"  # what a template makes of SUMS; it must stand nowhere
SUMS = (f"{{{{7|add:41}}}}{MARK}", f"{{{{ 6*8 }}}}{MARK}", f"${{6*8}}{MARK}", f"<%= 6*8 %>{MARK}")

SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg onload={MARK}()>",
    f'" onmouseover="{MARK}()" x="',
    f"' autofocus onfocus={MARK}() '",
    f"</textarea><script>{MARK}()</script>",
    f"</title></style><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    f"JaVa\tScript:{MARK}()//",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"<{MARK}-tag>字</{MARK}-tag>",
    f"]]><!--<script>{MARK}()</script>",
    f"&#60;img src=x onerror={MARK}()&#62;",
)
FORMULAS = (
    f"=cmd|'/c calc'!A0{MARK}",
    f'=HYPERLINK("http://{MARK}","点")',
    "+1",
    f"+{MARK}",
    f"@SUM(1+1){MARK}",
    "-2+3",
    f"\t=1+1{MARK}",
    f"\r=1+1{MARK}",
    f"\n=1+1{MARK}",
    f" =1+1{MARK}",
    f"＝1+1{MARK}",
    f'"=1+1{MARK}',
    "'=1+1",
    f"%{MARK}",
)
TEMPLATES = (
    *SUMS,
    "{{ request.user.password }}",
    "{% load static %}{% now 'Y' %}",
    "{% raw %}",
    "{{",
    "}}",
    "{%",
    "{支委会次数|不存在}",
    "{支委会次数}",
    "{支委会次数|",
    "{}",
    "{0}",
    "%s %(x)s %d",
    "{{{支委会次数}}}",
    "｛支委会次数｝",
)
DATABASE = ("' OR 1=1 --", "'; DROP TABLE partywork_member; --", "\\", "%", "_%_", "\\x00", "1);SELECT(1", '"')
ODD = (
    "\x00",
    f"字\x00{MARK}",
    "\ud800",
    f"\udfff{MARK}",
    "\u202e倒过来\u202c",
    "\u200b",
    "\u200f\u200e",
    "\ufeff",
    "\ufffe\uffff",
    "👨‍👩‍👧‍👦🇨🇳",
    "𠮷野家",
    "e\u0301" * 40,
    "\x07\x1b[31m",
    "\x85\u2028\u2029",
    "\x0b\x0c",
    "a\r\nSet-Cookie: x=1",
    "第一行\r\nBEGIN:VALARM\r\n第三行",
    "../../../../etc/passwd",
    "..\\..\\x",
    "null",
    "None",
    "true",
    "NaN",
    "[]",
    '{"a":1}',
    "１２３",
    "²",
    "٣",
    "〇",
    "。",
    "　",
    "长" * 70,
    f"{MARK}长" * 3000,
    "x" * 40_000,
)
NUMBERS = (
    "-1", "0", "1e9", "1e400", "-0", "0x10", "1_000", "1,000", "３", "²", "99999999999999999999", "9" * 5000,
    "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "0.001", "1.999999", "Infinity",
    "nan", "+5", "1.", ".5", "--1", "1 2", "",
)  # fmt: skip
DATES = (
    "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "二月三十", "2026-13-01", "2026-1-1",
    "2026/03/10", "1899-12-31", "2026-06-31", "20260310", "2026-03-10T00:00", "-2026-03-10", "２０２６-03-10", "today",
    "1582-10-10", "2030-01-01", "1926-02-29", "",
)  # fmt: skip
MONTHS = ("0000-01", "9999-12", "2026-00", "2026-13", "2026", "202603", "10000-01", "１２", "-1", "1", "")
KEYS = (
    "0", "-1", "999999999", "999999999999999999", "9999999999999999999999", "1", "2", "3", "x", "１", "²", "1.0", "",
    "__all__", "None",
)  # fmt: skip

TEXTS = (*SCRIPTS, *FORMULAS, *TEMPLATES, *DATABASE, *ODD)
