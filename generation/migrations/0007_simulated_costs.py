from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('generation', '0006_renditions'),
    ]

    operations = [
        migrations.AddField(
            model_name='utterance',
            name='simulated_nano',
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
