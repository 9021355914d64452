"""People of an import on their way to the books.

A roster of a county is too much for one transaction: on SQLite everybody else would wait for it. So people are written
in small blocks, without their standings: until then they are on no roster, in no list, in no figure, and nobody finds
them. Where they are going to stand lies in ``StagedStanding``. One short transaction, whose statements are as many for
ten people as for a hundred thousand, then puts all of them on the books, or none: ``put_in_force``. What a stop of the
program leaves of them is cleared by ``clear``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, Max, OuterRef, Q

from partywork.access.scope import Scope, restrict
from partywork.accounts.models import User
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import RowDigest, record_bulk
from partywork.common.inserting import insert
from partywork.imports.models import ImportBatch, ImportedRow, StagedStanding
from partywork.jobs.enums import ACTIVE
from partywork.members.bulk import BLOCK, Newcomer, real_members, units_of
from partywork.members.models import Member, MemberSpelling, Standing
from partywork.members.unseen import STANDS, Plain, Spellings, Unseen, plain
from partywork.orgs.models import Organisation
from partywork.rules.models import Rule

PEOPLE_TOGETHER = 2000  # in a transaction: the fewer, the more often the same pages are written
LEFT_ALONE = timedelta(minutes=15)  # what no job has in hand is taken for left behind after this
SOMEONE_SAVED = "检查之后，别人刚刚登记了这份表格里的人，没有写入任何内容。请再检查一次，看清楚后再导入。"
BRANCHES_CHANGED = "检查之后，党组织或标准刚刚有变动，没有写入任何内容。请再检查一次，看清楚后再导入。"
NOT_ALL_THERE = "这次导入刚刚又开始了一次，没有写入任何内容。请看现在的情况。"
_PEOPLE = Member._meta.label_lower
_GROUND = (Organisation._meta.label_lower, Rule._meta.label_lower)
_COPIED = ["member_id", *STANDS]


class Arrivals:
    """The newcomers of one import: written block by block, then put on the books together."""

    def __init__(self, batch: ImportBatch, by: User) -> None:
        self.batch, self.by = batch, by
        self.numbers: list[int] = []
        self._own = units_of(by)
        self.records, self._people = RowDigest(), RowDigest()
        self._spellings, self._standings = Spellings(), 0
        self._mark = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0

    def take(self, newcomers: Iterator[Newcomer]) -> None:
        """Raises ValidationError when somebody has just registered one of them."""
        while block := [plain(each) for each in islice(newcomers, PEOPLE_TOGETHER)]:
            self.take_block(block)
        self.finish()

    def take_block(self, people: Sequence[Plain]) -> None:
        """Raises ValidationError when somebody has just registered one of them."""
        unseen = Unseen(people, self.by, self._own)
        try:
            with transaction.atomic():
                self._write(unseen)
        except IntegrityError:
            raise ValidationError(SOMEONE_SAVED) from None
        self._spellings.add(unseen.names())
        self._people.add(unseen.told)
        self.records.add((_PEOPLE, number, "") for number in unseen.numbers)

    def finish(self) -> None:
        """Once all blocks are taken."""
        self._spellings.write()

    def _write(self, unseen: Unseen) -> None:
        unseen.write()
        stands = [(self.batch.pk, *each) for each in unseen.stands()]
        insert(StagedStanding, ["batch_id", *_COPIED], stands)
        links = [(self.batch.pk, _PEOPLE, number, 1, "[]") for number in unseen.numbers]
        insert(ImportedRow, ["batch_id", "model", "record_id", "version", "filled"], links)
        self.numbers += unseen.numbers
        self._standings += len(stands)

    def put_in_force(self, scope: Scope, source: str) -> None:
        """All of them onto the books, in the transaction of the action that runs, and its event about them.

        Raises ValidationError when something they were checked against has changed since the first was written.
        """
        self._check_nothing_changed(scope)
        names = ", ".join(connection.ops.quote_name(name) for name in _COPIED)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Standing._meta.db_table} ({names}) "
                f"SELECT {names} FROM {StagedStanding._meta.db_table} WHERE batch_id = %s ORDER BY id",
                [self.batch.pk],
            )
            if cursor.rowcount != self._standings:
                raise ValidationError(NOT_ALL_THERE)
        if self.numbers:
            summary = f"成批登记党员：{source}"
            record_bulk(by=self.by, action="member.import", model=Member, rows=self._people, summary=summary)

    def _check_nothing_changed(self, scope: Scope) -> None:
        """The log says what was written since; keys and ID numbers are held by the rows themselves."""
        later = AuditEvent.objects.filter(sequence__gt=self._mark)
        if later.filter(subject_type__in=_GROUND).exists():
            raise ValidationError(BRANCHES_CHANGED)
        imports = later.filter(subject_type=ImportBatch._meta.label_lower, action="import.commit")
        touched = Q(pk__in=later.filter(subject_type=_PEOPLE, subject_id__isnull=False).values("subject_id")) | Q(
            pk__in=ImportedRow.objects.filter(model=_PEOPLE, batch__in=imports.values("subject_id")).values("record_id")
        )
        ours = ImportedRow.objects.filter(batch=self.batch, model=_PEOPLE, record_id=OuterRef("pk"))
        namesakes = Member.objects.filter(Exists(ours), name=OuterRef("name"), born_on=OuterRef("born_on"))
        alike = Exists(namesakes.filter(id_number_index="")) | (Q(id_number_index="") & Exists(namesakes))
        if restrict(real_members().filter(touched), scope).filter(alike).exists():
            raise ValidationError(SOMEONE_SAVED)


def clear(batch: ImportBatch) -> None:
    """Remove, block by block, what was written of people who were never put on the books."""
    if ImportBatch.objects.filter(pk=batch.pk, done_at__isnull=False).exists():
        _drop(StagedStanding.objects.filter(batch=batch))
        return
    links = ImportedRow.objects.filter(batch=batch, model=_PEOPLE, filled=[])
    while numbers := list(links.order_by("pk").values_list("record_id", flat=True)[:BLOCK]):
        with transaction.atomic():
            people = Member.objects.filter(pk__in=numbers).exclude(Exists(_standings()))
            gone = list(people.order_by().values_list("pk", flat=True))
            MemberSpelling.objects.filter(member__in=gone).delete()
            # Nothing else leads to somebody who was never on the books; the database holds on to it if it did.
            Member.objects.filter(pk__in=gone)._raw_delete(Member.objects.db)
            links.filter(record_id__in=numbers).delete()
    _drop(StagedStanding.objects.filter(batch=batch))


def _standings() -> Any:
    return Standing.objects.filter(member=OuterRef("pk"))


def _drop(rows: Any) -> None:
    while numbers := list(rows.order_by("pk").values_list("pk", flat=True)[: 10 * BLOCK]):
        StagedStanding.objects.filter(pk__in=numbers).delete()


def clear_left_behind(now: datetime) -> None:
    """What imports left that were stopped half way: by a crash, a power cut, or the worker being ended."""
    begun = ImportBatch.objects.filter(Exists(StagedStanding.objects.filter(batch=OuterRef("pk"))))
    for batch in begun.filter(touched_at__lt=now - LEFT_ALONE).exclude(job__state__in=ACTIVE).order_by("pk"):
        clear(batch)
