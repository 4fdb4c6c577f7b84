/* The button says how many items are shared then. What the other sees is the style sheet's. */

const button = document.querySelector("[data-count]");

function say() {
  const many = document.querySelectorAll("[data-share]:checked").length;
  const { count, one, more } = button.dataset;
  button.querySelector("span").textContent = many === 0 ? count : many === 1 ? one : more.replace("{n}", many);
}

if (button) {
  document.addEventListener("change", say);
  say();
}
