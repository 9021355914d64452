from django.db import migrations, models

import partywork.common.sealed


class Migration(migrations.Migration):
    """What can be erased of audit events lies beside them.

    The columns of a reminder's target stay as they are; what is sealed in them is found by its class from now on.
    """

    dependencies = [("partywork", "0016_audit_archives_limits_and_signs")]

    operations = [
        migrations.CreateModel(
            name="AuditDetail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(unique=True, verbose_name="序号")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="清除时间")),
            ],
            options={"verbose_name": "审计详情", "ordering": ["sequence"]},
        ),
        migrations.AlterField(
            model_name="remindertarget",
            name="sealed_address",
            field=partywork.common.sealed.SealedField(
                db_column="sealed_address", editable=False, purpose="reminder_target.address"
            ),
        ),
        migrations.AlterField(
            model_name="remindertarget",
            name="sealed_secret",
            field=partywork.common.sealed.SealedField(
                blank=True, db_column="sealed_secret", editable=False, purpose="reminder_target.secret"
            ),
        ),
        migrations.RenameField(model_name="remindertarget", old_name="sealed_address", new_name="address"),
        migrations.RenameField(model_name="remindertarget", old_name="sealed_secret", new_name="secret"),
    ]
