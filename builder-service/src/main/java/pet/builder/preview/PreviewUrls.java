package pet.builder.preview;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.function.Consumer;
import pet.domain.builder.BuilderConfig;
import pet.platform.crypto.Encryption;

/** Where pictures of configs are. */
public final class PreviewUrls {

  /** Customers change a config step by step, and their pages ask again and again. */
  private static final int KEPT = 1_000;

  private final PreviewAddress address;
  private final Consumer<BuilderConfig> used;
  private final LoadingCache<BuilderConfig, String> urls =
      Caffeine.newBuilder().maximumSize(KEPT).build(this::make);

  public PreviewUrls(Encryption encryption) {
    this(encryption, config -> {});
  }

  private PreviewUrls(Encryption encryption, Consumer<BuilderConfig> used) {
    this.address = new PreviewAddress(encryption);
    this.used = used;
  }

  /** Addresses that are given out are good, though the same was erased before. */
  public PreviewUrls(Encryption encryption, ErasedPictures erased) {
    this(encryption, erased::used);
    erased.whenNew(urls::invalidateAll);
  }

  PreviewAddress address() {
    return address;
  }

  /** The path under which a config's picture is found for ever, by anybody, as SVG. */
  public String of(BuilderConfig config) {
    return urls.get(config);
  }

  private String make(BuilderConfig config) {
    used.accept(config);
    return Picture.of(address.of(config), PreviewFormat.SVG, null).url();
  }
}
