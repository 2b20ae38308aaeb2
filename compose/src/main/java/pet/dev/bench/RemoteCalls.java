package pet.dev.bench;

import com.codahale.metrics.MetricRegistry;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import pet.domain.ModuleName;
import pet.domain.builder.DesignId;
import pet.domain.builder.Designs;
import pet.messaging.Json;
import pet.platform.remote.Reachability;
import pet.platform.remote.RemoteModules;
import pet.platform.remote.RemoteSettings;
import pet.platform.remote.ServiceIdentity;

/**
 * A call of the builder's contract in another process, beside the same request sent straight to it,
 * whose answer nobody reads.
 */
final class RemoteCalls {

  private static final int CALLS = 1_000;
  private static final int ROUNDS = 8;

  private final Samples called = new Samples();
  private final Samples sent = new Samples();

  void run(URI builder, DesignId design) throws Exception {
    RemoteSettings settings = RemoteSettings.DEFAULT;
    ServiceIdentity identity = new ServiceIdentity("bench", settings.secret());
    URI request = builder.resolve("/internal/builder/designs/" + design.value() + "/revisions/1");
    HttpClient http = new HttpClient();
    http.start();
    try (RemoteModules remote =
        new RemoteModules(
            "bench", settings, Json.tolerant(), new MetricRegistry(), new Reachability())) {
      Designs designs = remote.proxy(ModuleName.BUILDER, List.of(builder), Designs.class);
      for (int round = 0; round < ROUNDS; round++) {
        boolean measured = round >= ROUNDS / 4;
        for (int i = 0; i < CALLS; i++) {
          long begin = System.nanoTime();
          ContentResponse answer =
              http.newRequest(request)
                  .headers(
                      fields ->
                          fields.put(ServiceIdentity.HEADER, identity.tokenFor(ModuleName.BUILDER)))
                  .send();
          long between = System.nanoTime();
          if (answer.getStatus() != 200) {
            throw new IllegalStateException("the builder answers " + answer.getStatus());
          }
          long again = System.nanoTime();
          designs.revision(design, 1);
          if (measured) {
            called.add(System.nanoTime() - again);
            sent.add(between - begin);
          }
        }
      }
    } finally {
      http.stop();
    }
  }

  double calledMillis() {
    return called.at(0.5);
  }

  double sentMillis() {
    return sent.at(0.5);
  }
}
