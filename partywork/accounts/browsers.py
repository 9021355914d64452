"""Which browser on which device, in words a user knows. Told from what the browser says of itself: a hint, no proof."""

# The first that occurs: nearly every browser also claims to be the ones below it.
BROWSERS = (
    ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Feishu", "飞书"), ("Lark", "飞书"),
    ("QQBrowser", "QQ浏览器"), ("360SE", "360浏览器"), ("360EE", "360浏览器"), ("UCBrowser", "UC浏览器"),
    ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"), ("Edg", "Edge浏览器"), ("Firefox", "火狐浏览器"),
    ("Chrome", "谷歌内核的浏览器"), ("Safari", "苹果浏览器"),
)  # fmt: skip
DEVICES = (
    ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("OpenHarmony", "鸿蒙手机"), ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"), ("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"), ("UOS", "统信电脑"),
    ("Kylin", "麒麟电脑"), ("Linux", "Linux电脑"),
)  # fmt: skip
UNKNOWN = "认不出的浏览器"


def in_words(agent: str) -> str:
    """Windows电脑，Edge浏览器."""
    found = [next((words for sign, words in table if sign in agent), "") for table in (DEVICES, BROWSERS)]
    return "，".join(each for each in found if each) or UNKNOWN
