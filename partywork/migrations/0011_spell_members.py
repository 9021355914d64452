"""The people registered before names were spelled are found by pinyin too."""

from django.db import migrations

from partywork.common.pinyin import search_keys

AT_ONCE = 500  # people


def spell_members(apps, schema_editor):
    member, spelling = apps.get_model("partywork", "Member"), apps.get_model("partywork", "MemberSpelling")
    people = list(member.objects.filter(spellings=None).values_list("pk", "name"))
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        rows = [spelling(member_id=pk, key=key) for pk, name in some for key in search_keys(name)]
        spelling.objects.bulk_create(rows, batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("partywork", "0010_search_and_bulk")]
    operations = [migrations.RunPython(spell_members, migrations.RunPython.noop, elidable=True)]
