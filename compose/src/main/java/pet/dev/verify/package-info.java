/** {@code make analytics-verify}: the rollups held against the modules' own tables. */
package pet.dev.verify;
