// Other names that the pages' scripts share with what is around them.

/** Swagger UI, as the package fastapi-offline carries it. */
declare function SwaggerUIBundle(options: {
  url: string;
  dom_id: string;
  deepLinking?: boolean;
  defaultModelsExpandDepth?: number;
  validatorUrl?: string | null;
  onComplete?: () => void;
}): unknown;

/** What the page of the graph shows of itself, for tests and for bookmarklets. */
declare var distrograph: unknown;
