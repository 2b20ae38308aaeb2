package pet.builder.preview;

import pet.domain.builder.BuilderConfig;
import pet.platform.crypto.Encryption;

/** Where pictures of configs are. */
public final class PreviewUrls {

  private final PreviewAddress address;

  public PreviewUrls(Encryption encryption) {
    address = new PreviewAddress(encryption);
  }

  PreviewAddress address() {
    return address;
  }

  /** The path under which a config's picture is found for ever, by anybody, as SVG. */
  public String of(BuilderConfig config) {
    return Picture.of(address.of(config), PreviewFormat.SVG, null).url();
  }
}
