/** The OpenAPI document of what a process answers, and a page to try it. */
package pet.platform.openapi;
