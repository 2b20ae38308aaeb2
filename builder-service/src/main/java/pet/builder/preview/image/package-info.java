/**
 * Pixels of an SVG, and the files made of them. The two encoders are ours: they know that a preview
 * is mostly a calm background, give the same bytes for the same pixels on every machine, and need
 * no native library.
 */
package pet.builder.preview.image;
