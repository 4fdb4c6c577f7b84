"""The programmes of joint events and seminar days, among the workshops' agendas."""
