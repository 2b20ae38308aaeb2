package pet.builder.preview.image;

/** A square picture without transparency. */
public final class Pixels {

  private final int size;
  private final int[] rgb;

  /**
   * @param size its width and height
   * @param rgb row by row, red in the bits 16 to 23; not copied
   */
  public Pixels(int size, int[] rgb) {
    this.size = size;
    this.rgb = rgb;
  }

  public int size() {
    return size;
  }

  /** Not a copy. */
  public int[] rgb() {
    return rgb;
  }
}
