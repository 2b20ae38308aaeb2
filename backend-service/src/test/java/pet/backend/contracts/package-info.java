/**
 * Writes the public contracts from the code, and holds them against what processes really answer
 * and send: the OpenAPI document, the AsyncAPI document, and the JSON Schemas of all messages.
 */
package pet.backend.contracts;
