package pet.platform;

/** Of a module that has nothing to set. */
record NoSettings() {}
