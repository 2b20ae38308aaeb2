// "Authorize" takes a login; in development, `make token SUBJECT=alice` prints one.
window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#page',
  deepLinking: true,
  docExpansion: 'list',
  displayRequestDuration: true,
  tryItOutEnabled: true,
  filter: true,
  // The validator's picture would come from another host.
  validatorUrl: null,
});
