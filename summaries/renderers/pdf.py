"""PDF from Word files, where LibreOffice is installed.

Each conversion has a profile of its own (two on one profile silently yield nothing) and a time limit, and whether
the PDF is there is looked at, not believed. The official faces that a Linux machine lacks are replaced by those of
the same kind it has; Windows and macOS replace faces by themselves.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from partywork.word.template import Faces

CONTENT_TYPE = "application/pdf"
START_SECONDS, SECONDS_EACH = 60, 20  # many times what it takes; beyond that LibreOffice hangs

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# By what a face is for: the names it is known by, then others of its kind.
_STAND_INS = {
    "body": ("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC"),
    "kai": ("楷体_GB2312", "楷体", "KaiTi", "STKaiti", "AR PL UKai CN", "Noto Serif CJK SC", "Source Han Serif SC"),
    "title": (
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋", "STZhongsong",
        "Noto Serif CJK SC Black", "Noto Serif CJK SC",
    ),
    "hei": ("黑体", "SimHei", "WenQuanYi Zen Hei", "Noto Sans CJK SC", "Source Han Sans SC"),
    "song": ("宋体", "SimSun", "AR PL UMing CN", "Noto Serif CJK SC", "Source Han Serif SC"),
}  # fmt: skip
_FONTCONFIG = (
    '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n{}</fontconfig>\n'
)


class PdfError(Exception):
    """No PDF came of it; the message tells the user what to do."""


def program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def is_available() -> bool:
    return program() is not None


def from_docx(content: bytes, faces: Faces | None = None) -> bytes:
    """The PDF of one Word file, which is set in ``faces``. Raises PdfError."""
    with TemporaryDirectory(prefix="partywork-pdf-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(content)
        made = convert([source], Path(folder), faces)
        if source not in made:
            raise PdfError("这份文件没有转换成 PDF，请下载 Word 文档，在 Word 或 WPS 里另存为 PDF。")
        return made[source].read_bytes()


def convert(sources: Sequence[Path], folder: Path, faces: Faces | None = None) -> dict[Path, Path]:
    """The PDFs in ``folder`` by their sources, which have different names; one that failed is missing.

    ``faces`` are those the office sets its documents in: what is not there is replaced by its like.

    Raises PdfError where nothing can be converted at all: no LibreOffice, or it hangs.
    """
    command = program()
    if command is None:
        raise PdfError("这台服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 文档，在 Word 或 WPS 里另存为 PDF。")
    with TemporaryDirectory(prefix="partywork-office-") as private:
        profile = (Path(private) / "profile").as_uri()
        _run(
            [command, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
             "--outdir", str(folder), *map(str, sources)],
            _environment(Path(private), faces or Faces()),
            START_SECONDS + SECONDS_EACH * len(sources),
        )  # fmt: skip
    found = {source: folder / f"{source.stem}.pdf" for source in sources}
    return {source: pdf for source, pdf in found.items() if pdf.is_file() and pdf.stat().st_size}


def _environment(private: Path, faces: Faces) -> dict[str, str]:
    """Ours, without what would let a program's own Python into LibreOffice; with the stand-ins on Linux."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if sys.platform.startswith("linux") and "FONTCONFIG_FILE" not in environment:
        path = private / "fonts.conf"
        path.write_text(_FONTCONFIG.format("".join(_aliases(faces))), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(path)
    return environment


def _aliases(faces: Faces) -> Iterator[str]:
    """What is taken for a face only when the face itself is not there.

    For the office's name of it, and for the usual one that a file kept earlier may carry.
    """
    for use, like in _STAND_INS.items():
        for face in dict.fromkeys((getattr(faces, use), like[0])):
            families = "".join(f"<family>{escape(each)}</family>" for each in like if each != face)
            yield f'<alias binding="same"><family>{escape(face)}</family><accept>{families}</accept></alias>\n'


def _run(command: list[str], environment: dict[str, str], seconds: int) -> None:
    """LibreOffice's launcher starts the real program: when time is up both must go."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise PdfError("转换 PDF 用时太久，已停下。请下载 Word 文档，在 Word 或 WPS 里另存为 PDF。") from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
