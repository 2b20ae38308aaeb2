/**
 * Pictures of a harness: drawn from its config as SVG, the one source; PNG and WebP are rendered
 * from that. The same config gives the same bytes on every machine.
 */
package pet.builder.preview;
