package pet.testing;

import com.codahale.metrics.MetricRegistry;
import java.net.URI;
import java.util.List;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.platform.Secret;
import pet.platform.remote.Reachability;
import pet.platform.remote.RemoteModules;
import pet.platform.remote.RemoteSettings;

/** A process of ours as far as others see it: it calls their modules' contracts. */
public final class Neighbours implements AutoCloseable {

  private final MetricRegistry metrics = new MetricRegistry();
  private final RemoteModules remote;

  /** With the settings that a process has unless told. */
  public Neighbours() {
    this(RemoteSettings.DEFAULT);
  }

  public Neighbours(RemoteSettings settings) {
    remote = new RemoteModules("neighbour", settings, Json.tolerant(), metrics, new Reachability());
  }

  /** One that signs with a secret of its own. */
  public static Neighbours with(Secret secret) {
    return new Neighbours(new RemoteSettings(secret, null, null, null, null, null, null, null));
  }

  /** The contract as a module in this process would be given it. */
  public <T> T contract(ModuleName module, Class<T> contract, URI... processes) {
    return remote.proxy(module, List.of(processes), contract);
  }

  public MetricRegistry metrics() {
    return metrics;
  }

  @Override
  public void close() {
    remote.close();
  }
}
