"""What kinds of files are taken as evidence, and how each is named and sent."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    PDF = "pdf", "PDF 文件"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 工作簿"
    JPEG = "jpeg", "图片（JPG）"
    PNG = "png", "图片（PNG）"
    WEBP = "webp", "图片（WebP）"


SUFFIXES: dict[FileKind, tuple[str, ...]] = {
    FileKind.PDF: (".pdf",),
    FileKind.DOCX: (".docx",),
    FileKind.XLSX: (".xlsx",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.WEBP: (".webp",),
}
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
}
PICTURES = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)
ACCEPT = ",".join(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)  # for the browser's file chooser
