"""Workshops: agendas, the day itself, group tasks, annual clock and forums."""
