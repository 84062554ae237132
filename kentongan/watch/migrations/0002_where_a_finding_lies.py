import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watch', '0001_initial'),
        ('wilayah', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='past_days',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='silence',
            name='cause',
            field=models.CharField(blank=True, choices=[('bersuara', 'bersuara lagi dengan sendirinya'), ('menjawab', 'menjawab ketika ditanya'), ('telepon', 'telepon atau sinyal rusak'), ('takut', 'takut melapor'), ('lalai', 'lupa atau lalai'), ('kosong', 'pejabat berganti atau pergi'), ('lain', 'sebab lain')], max_length=8),
        ),
        migrations.CreateModel(
            name='FindingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reports', models.PositiveIntegerField()),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='watch.finding')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wilayah.region')),
            ],
            options={
                'ordering': ['-reports', 'region_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('finding', 'region'), name='finding_place_once')],
            },
        ),
    ]
