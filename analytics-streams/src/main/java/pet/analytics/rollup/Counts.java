package pet.analytics.rollup;

import java.io.DataOutput;
import java.io.IOException;

/**
 * What has been counted in one window: mutable, and mergeable with what another partition counted
 * in the same window.
 */
interface Counts<C extends Counts<C>> {

  /** How much was counted: of the counts of one partition in one window the greater are newer. */
  long size();

  /** Adds what the other has counted; the other stays as it is. */
  void merge(C other);

  /** Writes it for {@link Rollup#read}. */
  void write(DataOutput out) throws IOException;

  /** The value in the rollup's topic, to be written as JSON. */
  Object value(WindowKey window, boolean isFinal);
}
