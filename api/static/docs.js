// Starts Swagger UI on our own description; everything it loads comes from this server.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

globalThis.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  // Its links within buttons would be of no use to a keyboard.
  deepLinking: false,
  // Each answer shows its own shape.
  defaultModelsExpandDepth: -1,
  validatorUrl: null,
  onComplete: () => {
    // They stand right below the title of the page.
    for (const tag of document.querySelectorAll(".opblock-tag")) tag.setAttribute("aria-level", "2");
    document.documentElement.dataset.ready = "";
  },
});
