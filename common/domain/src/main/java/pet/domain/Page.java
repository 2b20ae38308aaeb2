package pet.domain;

import java.util.List;

/**
 * A page of a list.
 *
 * @param nextCursor opaque; pass it as {@code cursor} for the next page; null on the last one
 */
public record Page<T>(List<T> items, String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }
}
