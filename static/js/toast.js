/* What has just been done can be undone for ten seconds, longer while one is at the button. */

const LASTS = 10_000;

for (const toast of document.querySelectorAll("[data-toast]")) {
  const held = () => toast.matches(":focus-within") || (matchMedia("(hover: hover)").matches && toast.matches(":hover"));
  const away = () => (held() ? setTimeout(away, 1000) : toast.remove());
  setTimeout(away, LASTS);
}
