"""Building an agenda."""


def test_page(agenda, his):
    block = agenda.blocks.first()
    his.get(f"/tyopajat/osat/{block.pk}/")
