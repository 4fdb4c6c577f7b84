"""Marking a level as a person does: by a tap on its place, once the page is there."""

from playwright.sync_api import Page, expect


def mark(page: Page, name: str, value: int | str) -> None:
    """Tap the place of this value on a level. The radio button is unseen, so what is tapped is its label."""
    page.wait_for_load_state()  # a level that is not yet drawn stands elsewhere a moment later
    place = page.locator(f'label:has(input[name="{name}"][value="{value}"])')
    place.click()
    expect(place.locator("input")).to_be_checked()
