package pet.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.jetty.server.Request;

/** Who asks, as far as an address tells. */
public final class ClientAddress {

  private static final int NETWORK_BYTES = 8;

  /** Where {@link ClientRates} notes it for whoever asks. */
  private static final String NOTED = ClientAddress.class.getName();

  private ClientAddress() {}

  static void note(Request request, String network) {
    request.setAttribute(NOTED, network);
  }

  /** Where a request that counts for its client comes from. */
  public static String of(ContainerRequestContext request) {
    return String.valueOf(request.getProperty(NOTED));
  }

  /** An address; of IPv6 the network, for whoever has one address there has all of them. */
  public static String network(String address) {
    try {
      // An address in figures: nothing is asked of a name server.
      if (address.indexOf(':') >= 0) {
        return network(InetAddress.getByName(address));
      }
    } catch (UnknownHostException e) {
      // No address at all: it counts as it stands.
    }
    return address;
  }

  static String network(SocketAddress client) {
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? network(inet.getAddress())
        : String.valueOf(client);
  }

  private static String network(InetAddress address) {
    return address instanceof Inet6Address six
        ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }
}
