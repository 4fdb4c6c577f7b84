"""Whether HR has begun to compose a season's groups: from then on nobody gets a place without HR."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verme", "0020_plainer_questions")]

    operations = [migrations.AddField("season", "composing", models.BooleanField(default=False))]
