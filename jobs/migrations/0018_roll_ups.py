"""Roll-ups of what was done, which metrics of long periods read."""

import datetime
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0017_schedule_payload_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='RollUpProgress',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('through', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('version', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'roll-up progress',
            },
        ),
        migrations.CreateModel(
            name='CallRollUp',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('whose', models.UUIDField(help_text='An owner, everybody, or accounts that are gone.')),
                ('at', models.DateTimeField()),
                ('bygone', models.BooleanField(default=False)),
                ('kind', models.CharField(max_length=64)),
                ('provider', models.CharField(max_length=40)),
                ('model', models.CharField(max_length=120)),
                ('calls', models.BigIntegerField(default=0)),
                ('unpriced_calls', models.BigIntegerField(default=0)),
                ('tokens', models.BigIntegerField(default=0)),
                ('spent', models.BigIntegerField(default=0)),
                ('simulated_sum', models.BigIntegerField(default=0)),
                ('abandoned_calls', models.BigIntegerField(default=0)),
                ('abandoned', models.BigIntegerField(default=0)),
                ('in_vain', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'roll-up of calls',
                'verbose_name_plural': 'roll-ups of calls',
                'constraints': [models.UniqueConstraint(fields=('whose', 'at', 'kind', 'provider', 'model', 'bygone'), name='call_roll_up')],
            },
        ),
        migrations.CreateModel(
            name='CategoryRollUp',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('whose', models.UUIDField(help_text='An owner, everybody, or accounts that are gone.')),
                ('at', models.DateTimeField()),
                ('bygone', models.BooleanField(default=False)),
                ('category', models.CharField(blank=True, max_length=64)),
                ('ended', models.BigIntegerField(default=0)),
                ('completed', models.BigIntegerField(default=0)),
                ('unsuccessful', models.BigIntegerField(default=0)),
                ('people_ms', models.BigIntegerField(default=0)),
                ('machine_ms', models.BigIntegerField(default=0)),
                ('compared', models.BigIntegerField(default=0)),
                ('estimated_ms', models.BigIntegerField(default=0)),
                ('actual_ms', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'roll-up of a category',
                'verbose_name_plural': 'roll-ups of categories',
                'constraints': [models.UniqueConstraint(fields=('whose', 'at', 'category', 'bygone'), name='category_roll_up')],
            },
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('whose', models.UUIDField()),
                ('day', models.DateField()),
                ('due_at', models.DateTimeField(help_text='Not to be made again before.')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['due_at'], name='stale_day_due')],
            },
        ),
        migrations.CreateModel(
            name='TimingRollUp',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('whose', models.UUIDField(help_text='An owner, everybody, or accounts that are gone.')),
                ('at', models.DateTimeField()),
                ('bygone', models.BooleanField(default=False)),
                ('span', models.CharField(choices=[('wait', 'Wait'), ('run', 'Run')], max_length=4)),
                ('bucket', models.SmallIntegerField()),
                ('jobs', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'roll-up of times',
                'verbose_name_plural': 'roll-ups of times',
                'constraints': [models.UniqueConstraint(fields=('whose', 'at', 'span', 'bucket', 'bygone'), name='timing_roll_up')],
            },
        ),
        migrations.CreateModel(
            name='WorkRollUp',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('whose', models.UUIDField(help_text='An owner, everybody, or accounts that are gone.')),
                ('at', models.DateTimeField()),
                ('bygone', models.BooleanField(default=False)),
                ('created_low', models.BigIntegerField(default=0)),
                ('created_medium', models.BigIntegerField(default=0)),
                ('created_high', models.BigIntegerField(default=0)),
                ('created_urgent', models.BigIntegerField(default=0)),
                ('created_for_people', models.BigIntegerField(default=0)),
                ('completed', models.BigIntegerField(default=0)),
                ('partial_success', models.BigIntegerField(default=0)),
                ('failed', models.BigIntegerField(default=0)),
                ('cancelled', models.BigIntegerField(default=0)),
                ('due', models.BigIntegerField(default=0)),
                ('on_time', models.BigIntegerField(default=0)),
                ('people_ms', models.BigIntegerField(default=0)),
                ('machine_ms', models.BigIntegerField(default=0)),
                ('compared', models.BigIntegerField(default=0)),
                ('estimated_ms', models.BigIntegerField(default=0)),
                ('actual_ms', models.BigIntegerField(default=0)),
                ('accuracy_millionths', models.BigIntegerField(default=0)),
                ('took_less_than_half', models.BigIntegerField(default=0)),
                ('took_half_to_80', models.BigIntegerField(default=0)),
                ('took_80_to_120', models.BigIntegerField(default=0)),
                ('took_120_to_double', models.BigIntegerField(default=0)),
                ('took_double', models.BigIntegerField(default=0)),
                ('machine_ended', models.BigIntegerField(default=0)),
                ('begun', models.BigIntegerField(default=0)),
                ('retried', models.BigIntegerField(default=0)),
                ('failures_sum', models.BigIntegerField(default=0)),
                ('losses_sum', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'roll-up of work',
                'verbose_name_plural': 'roll-ups of work',
                'constraints': [models.UniqueConstraint(fields=('whose', 'at', 'bygone'), name='work_roll_up')],
            },
        ),
    ]
