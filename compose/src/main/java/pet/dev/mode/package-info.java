/** Run modes: which processes the store consists of, read from a file and checked. */
package pet.dev.mode;
