"""Turning a produced office file into a PDF with LibreOffice, in faces that can be told apart."""

import subprocess
from pathlib import Path

# Every face of the official document gets another installed one, so that a PDF shows which was asked for.
# Chinese ones can only differ in cut and weight: the regional variants share one name inside a PDF.
STAND_INS = {
    "仿宋_GB2312": ("Noto Serif CJK SC", "regular"),
    "楷体_GB2312": ("Noto Sans CJK SC", "bold"),
    "方正小标宋简体": ("Noto Serif CJK SC", "bold"),
    "黑体": ("Noto Sans CJK SC", "regular"),
    "宋体": ("DejaVu Serif", "regular"),  # sets page numbers only
    "Times New Roman": ("Noto Sans Mono CJK SC", "regular"),  # its digits are half a character wide, too
}

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  {aliases}
</fontconfig>
"""
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{face}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>'
    '<edit name="weight" mode="assign" binding="strong"><const>{weight}</const></edit></match>'
)


def write_fontconfig(folder: Path) -> Path:
    """A fontconfig file in which each official face is its stand-in."""
    aliases = "\n  ".join(
        _ALIAS.format(face=face, family=family, weight=weight) for face, (family, weight) in STAND_INS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(_FONTCONFIG.format(cache=folder / "font-cache", aliases=aliases), encoding="utf-8")
    return path


def convert_to_pdf(source: Path, folder: Path, fontconfig: Path) -> Path:
    """The PDF of `source` in `folder`. One LibreOffice profile a conversion: two on one yield nothing."""
    profile = folder / "profile"
    done = subprocess.run(
        [
            "soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}",
            "--convert-to", "pdf", "--outdir", str(folder), str(source),
        ],
        env={
            "FONTCONFIG_FILE": str(fontconfig), "HOME": str(folder), "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )  # fmt: skip
    pdf = folder / f"{source.stem}.pdf"
    if not pdf.exists():
        raise RuntimeError(f"LibreOffice wrote no PDF: {done.stdout} {done.stderr}")
    return pdf
