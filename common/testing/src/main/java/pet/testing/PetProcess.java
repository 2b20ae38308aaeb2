package pet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pet.platform.Companion;
import pet.platform.Module;
import pet.platform.PetApplication;
import pet.platform.database.DatabaseSettings;
import pet.platform.login.DevelopmentTokens;
import pet.testing.shopify.SignedWebhook;

/** A real process of the store, booted in this JVM on free ports with the YAML that ships. */
public final class PetProcess implements AutoCloseable {

  private static final Path KEY = Path.of("target", "test-keys", "development.jwk");
  private static final Object BOOTING = new Object();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final PetApplication application;
  private final int port;
  private final int adminPort;

  private PetProcess(PetApplication application, int port, int adminPort) {
    this.application = application;
    this.port = port;
    this.adminPort = adminPort;
  }

  /** What to boot: a process's name, its modules and its YAML, relative to the room. */
  public static Builder of(String name, List<Module> modules, String yaml) {
    return new Builder(name, modules, yaml);
  }

  /** Settings of a process to be. */
  public static final class Builder {
    private final String name;
    private final List<Module> modules;
    private final String yaml;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder(String name, List<Module> modules, String yaml) {
      this.name = name;
      this.modules = modules;
      this.yaml = yaml;
    }

    /** On these servers, with a database of its own. */
    public Builder on(Servers servers) {
      return on(servers, servers.newDatabase());
    }

    public Builder on(Servers servers, DatabaseSettings database) {
      return with("database.url", database.url())
          .with("redis.uri", servers.redisUri().toString())
          .with("kafka.bootstrapServers", servers.bootstrapServers());
    }

    /** Sets one setting of the YAML, such as {@code modules.builder}. */
    public Builder with(String setting, Object value) {
      settings.put(setting, value.toString());
      return this;
    }

    /** Boots it on free ports; returns when it serves. */
    public PetProcess start() {
      return start(FreePorts.next());
    }

    /** Boots it on a port that others already know; returns when it serves. */
    public PetProcess start(int port) {
      int adminPort = FreePorts.next();
      with("server.applicationConnectors[0].port", port);
      with("server.adminConnectors[0].port", adminPort);
      with("login.developmentKey", KEY);
      // The embedded broker is in this JVM, too, and would log through the process's settings.
      with("logging.loggers.kafka", "WARN");
      with("logging.loggers.kafka\\.server\\.DefaultAutoTopicCreationManager", "ERROR");
      with("logging.loggers.state\\.change\\.logger", "WARN");
      PetApplication application = new PetApplication(name, modules, new Loud());
      // Dropwizard reads overrides from system properties: one process boots at a time.
      synchronized (BOOTING) {
        settings.forEach((key, value) -> System.setProperty("dw." + key, value));
        try {
          application.run("server", yaml);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        } finally {
          settings.keySet().forEach(key -> System.clearProperty("dw." + key));
        }
      }
      return new PetProcess(application, port, adminPort);
    }
  }

  /** A start that fails fails the test, not the JVM. */
  private static final class Loud implements Companion {
    @Override
    public void start() {}

    @Override
    public void serving() {}

    @Override
    public void stop() {}

    @Override
    public void failed(Throwable thrown) {
      throw new IllegalStateException("the process did not start", thrown);
    }
  }

  /** A token that the process believes; {@code role} may be null. */
  public static String token(String subject, String role) {
    return DevelopmentTokens.at(KEY).mint(subject, role, null);
  }

  /** A token with a verified email. */
  public static String token(String subject, String role, String email) {
    return DevelopmentTokens.at(KEY).mint(subject, role, email);
  }

  /** A token that ends. */
  public static String tokenUntil(Instant until, String subject, String role) {
    return DevelopmentTokens.at(KEY).mint(subject, role, null, Instant.now(), until);
  }

  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  public Answer get(String path) {
    return get(path, null);
  }

  public Answer get(String path, String token) {
    return send(request(path, token).GET());
  }

  public Answer post(String path, String token, String json) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** On the admin port. */
  public Answer admin(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + adminPort + path)).GET());
  }

  /** Has an operator's task done, such as {@code outbox}. */
  public Answer task(String nameAndParameters) {
    URI uri = URI.create("http://localhost:" + adminPort + "/tasks/" + nameAndParameters);
    return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()));
  }

  /** A request to this process, with a token unless it is null, to be completed and sent. */
  public HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Delivers a webhook of Shopify. */
  public Answer deliver(SignedWebhook webhook) {
    return deliver(webhook.path(), webhook.headers(), webhook.body());
  }

  /** Delivers a webhook. */
  public Answer deliver(String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request = request(path, null);
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  /** Stops it as a termination signal does. */
  @Override
  public void close() {
    try {
      application.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the process did not stop", e);
    }
  }
}
