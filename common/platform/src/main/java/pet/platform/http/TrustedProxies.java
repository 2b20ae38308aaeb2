package pet.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.InetAddressSet;

/** Whose word is taken for where a request came from. */
public final class TrustedProxies {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final InetAddressSet networks = new InetAddressSet();

  /**
   * @param networks addresses, and networks such as {@code 10.0.0.0/8}, separated by commas
   * @throws IllegalArgumentException naming the one that cannot be read
   */
  public TrustedProxies(String networks) {
    for (String network : networks.split(",", -1)) {
      try {
        this.networks.add(network.strip());
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "setting forwarding.trustedProxies: '" + network.strip() + "' is no address or network",
            e);
      }
    }
  }

  boolean isTrusted(InetAddress address) {
    return networks.test(address);
  }

  /**
   * The client, by the addresses that proxies noted: the last one that none of ours is, for what
   * stands before it may be invented.
   *
   * @param peer who connected
   * @param noted the values of {@code X-Forwarded-For}, oldest first
   */
  InetAddress client(InetAddress peer, List<String> noted) {
    InetAddress client = peer;
    for (int i = noted.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<InetAddress> before = address(noted.get(i));
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return client;
  }

  /** A literal address, with or without a port; never asks a name server. */
  private static Optional<InetAddress> address(String text) {
    try {
      String host =
          text.indexOf(':') == text.lastIndexOf(':') || text.startsWith("[")
              ? new HostPort(text).getHost()
              : text;
      if (host != null && (host.contains(":") || IPV4.matcher(host).matches())) {
        return Optional.of(InetAddress.getByName(host));
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      // "unknown" and the like are allowed there, and no address.
    }
    return Optional.empty();
  }
}
