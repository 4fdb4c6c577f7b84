/* A page between two that goes on by itself, as if its button had been pressed. */

document.querySelector("[data-go-on]")?.requestSubmit();
