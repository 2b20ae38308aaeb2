/**
 * The shared language of the store: types, prices, validation, the order's state machine, and each
 * module's contract. Nothing here does I/O, and nothing here depends on anything but annotations.
 */
package pet.domain;
