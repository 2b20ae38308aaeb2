package pet.platform;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether a URL leads to this process. */
final class OwnAddress {

  private final List<Integer> ports;

  OwnAddress(ServerFactory server) {
    ports =
        server instanceof DefaultServerFactory both
            ? Stream.concat(
                    both.getApplicationConnectors().stream(), both.getAdminConnectors().stream())
                .map(OwnAddress::port)
                .filter(port -> port > 0)
                .toList()
            : List.of();
  }

  private static int port(ConnectorFactory connector) {
    return connector instanceof HttpConnectorFactory http ? http.getPort() : 0;
  }

  boolean isAt(URI url) {
    int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    // A name server is asked only where the port is ours.
    return ports.contains(port) && isThisMachine(url.getHost());
  }

  private static boolean isThisMachine(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(OwnAddress::isOwn);
    } catch (UnknownHostException e) {
      // Somebody who is not there yet.
      return false;
    }
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
