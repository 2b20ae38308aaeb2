package pet.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.platform.forward.ForwardingSettings;

class TrustedProxiesTest {

  private static final TrustedProxies OURS =
      new TrustedProxies(ForwardingSettings.DEFAULT.trustedProxies());

  private static String client(TrustedProxies proxies, String peer, String... noted) {
    try {
      return proxies.client(InetAddress.getByName(peer), List.of(noted)).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.8.8, true",
    "::1, true",
    "10.255.0.1, true",
    "172.16.0.1, true",
    "172.31.255.255, true",
    "192.168.1.1, true",
    "fd00::1, true",
    "fe80::1, true",
    "172.32.0.1, false",
    "11.0.0.1, false",
    "8.8.8.8, false",
    "2001:db8::1, false",
    "192.169.0.1, false",
    "::ffff:8.8.8.8, false"
  })
  void trustsThisMachineAndPrivateNetworksUnlessTold(String address, boolean trusted)
      throws UnknownHostException {
    assertThat(OURS.isTrusted(InetAddress.getByName(address))).isEqualTo(trusted);
  }

  @Test
  void takesTheLastAddressThatIsNotOurs() {
    assertThat(client(OURS, "10.0.0.1", "6.6.6.6", "203.0.113.7", "10.0.0.2"))
        .isEqualTo("203.0.113.7");
    assertThat(client(OURS, "10.0.0.1", "192.168.1.5", "10.0.0.2")).isEqualTo("192.168.1.5");
    assertThat(client(OURS, "8.8.8.8", "6.6.6.6")).isEqualTo("8.8.8.8");
    assertThat(client(OURS, "10.0.0.1")).isEqualTo("10.0.0.1");
  }

  @Test
  void readsAddressesWithPorts() {
    assertThat(client(OURS, "::1", "203.0.113.7:4711")).isEqualTo("203.0.113.7");
    assertThat(client(OURS, "::1", "[2001:db8::7]:4711")).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(client(OURS, "::1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void believesNothingBeyondWhatIsNoAddress() {
    for (String nonsense :
        List.of("unknown", "_hidden", "store.example", "1.2.3", "", "1.2.3.999")) {
      assertThat(client(OURS, "10.0.0.1", "6.6.6.6", nonsense)).as(nonsense).isEqualTo("10.0.0.1");
    }
  }

  @Test
  void trustsOnlyThoseThatAreNamed() {
    TrustedProxies edge = new TrustedProxies("192.0.2.1, 198.51.100.0/24");

    assertThat(client(edge, "192.0.2.1", "6.6.6.6")).isEqualTo("6.6.6.6");
    assertThat(client(edge, "198.51.100.200", "6.6.6.6")).isEqualTo("6.6.6.6");
    assertThat(client(edge, "127.0.0.1", "6.6.6.6")).isEqualTo("127.0.0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustedProxies("10.0.0.0/8,edge"))
        .withMessageContaining("'edge'");
  }
}
