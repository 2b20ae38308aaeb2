/** Writes the OpenAPI document from the code, and holds it against what processes really answer. */
package pet.backend.openapi;
