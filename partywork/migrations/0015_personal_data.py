from django.db import migrations

import partywork.common.sealed


class Migration(migrations.Migration):
    """The columns of a reminder's target stay as they are; what is sealed in them is found by its class from now on."""

    dependencies = [("partywork", "0014_first_steps_put_away")]

    operations = [
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
