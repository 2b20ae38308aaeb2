/** The process that can host every module. */
package pet.backend;
