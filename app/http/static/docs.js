// Show the API's description; nothing is asked of any other host.
SwaggerUIBundle({
  url: new URL("openapi.json", document.baseURI).href,
  dom_id: "#docs",
  layout: "BaseLayout",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  supportedSubmitMethods: ["get", "head"],
  presets: [SwaggerUIBundle.presets.apis],
});
