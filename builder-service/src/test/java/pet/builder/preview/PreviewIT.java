package pet.builder.preview;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.builder.BuilderModule;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import redis.clients.jedis.RedisClient;

/** Pictures over HTTP. */
@ExtendWith(ServersExtension.class)
class PreviewIT {

  private static final String CONFIG = PreviewClient.config("REX");

  private static Servers servers;
  private static PetProcess process;
  private static PreviewClient client;

  @BeforeAll
  static void boot(Servers running) {
    servers = running;
    process =
        PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
            .on(servers)
            .start();
    client = new PreviewClient(process);
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  private static String address(String accept) {
    return header(client.post("/api/previews", accept, CONFIG), "content-location");
  }

  @Test
  void aConfigIsDrawnWithoutALogin() {
    HttpResponse<byte[]> drawn = client.post("/api/previews", "image/svg+xml", CONFIG);

    assertThat(drawn.statusCode()).isEqualTo(200);
    assertThat(header(drawn, "content-type")).isEqualTo("image/svg+xml");
    assertThat(header(drawn, "content-security-policy")).isEqualTo("default-src 'none'");
    assertThat(header(drawn, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(drawn, "vary")).contains("Accept");
    assertThat(new String(drawn.body(), UTF_8)).startsWith("<svg ").endsWith("</svg>");
    assertThat(client.post("/api/previews", "*/*", CONFIG).body()).isEqualTo(drawn.body());
  }

  @ParameterizedTest
  @CsvSource({"image/svg+xml,svg,<svg", "image/png,png,PNG", "image/webp,webp,WEBP"})
  void itsAddressHasTheSameBytesForEver(String type, String extension, String mark) {
    HttpResponse<byte[]> drawn = client.post("/api/previews?size=320", type, CONFIG);
    String address = header(drawn, "content-location");
    HttpResponse<byte[]> read = client.get(address);

    assertThat(address).matches("/api/previews/[A-Za-z0-9_-]+\\." + extension + "\\?size=320");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(header(read, "content-type")).isEqualTo(type);
    assertThat(header(read, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(read.body()).isEqualTo(drawn.body());
    assertThat(header(read, "content-length")).isEqualTo(Integer.toString(read.body().length));
    assertThat(new String(read.body(), 0, 16, UTF_8)).contains(mark);

    HttpResponse<byte[]> unchanged = client.get(address, "If-None-Match", header(read, "etag"));
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(header(unchanged, "etag")).isEqualTo(header(read, "etag"));
    assertThat(header(unchanged, "cache-control")).contains("immutable");
    assertThat(
            client
                .get(address.replace("320", "321"), "If-None-Match", header(read, "etag"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoAsksForTheHeadersAloneGetsThoseOfThePicture() {
    String address = address("image/png");
    HttpResponse<byte[]> read = client.get(address);

    Answer head = process.send(process.request(address, null).method("HEAD", noBody()));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    for (String name : List.of("content-length", "content-type", "etag", "cache-control")) {
      assertThat(head.header(name)).as(name).isNotNull().isEqualTo(header(read, name));
    }
    assertThat(client.get(address).body()).as("the connection goes on").isEqualTo(read.body());
  }

  @Test
  void aDrawingIsSentCompressedToWhoTakesThat() throws Exception {
    String address = address("image/svg+xml");
    byte[] plain = client.get(address).body();

    HttpResponse<byte[]> compressed = client.get(address, "Accept-Encoding", "gzip");

    assertThat(header(compressed, "content-encoding")).isEqualTo("gzip");
    assertThat(compressed.body()).hasSizeLessThan(plain.length / 2);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
    assertThat(
            header(client.get(address("image/png"), "Accept-Encoding", "gzip"), "content-encoding"))
        .as("which a PNG is by itself")
        .isNull();
  }

  @Test
  void anAddressIsGoodOnAnyReplicaAndAfterTheCacheIsLost() {
    String address = address("image/png");
    byte[] before = client.get(address).body();
    try (RedisClient redis = RedisClient.create(servers.redisUri())) {
      redis.keys("pet:builder:{preview}:*").forEach(redis::del);
    }

    // Another process, with another database: nothing was stored for it.
    try (PetProcess other =
        PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
            .on(servers)
            .start()) {
      PreviewClient fresh = new PreviewClient(other);
      assertThat(fresh.get(address).body()).isEqualTo(before);
      assertThat(fresh.drawn()).isOne();
    }
  }

  @Test
  void anAddressOfAnOlderDrawingLeadsToTheNewOne() {
    PreviewAddress addresses = PreviewAddressTest.address(null);
    BuilderConfig config = new BuilderConfig(HarnessSize.S, "coral", "black", null);
    String old = addresses.of(new PreviewAddress.Content(1, config));

    HttpResponse<byte[]> moved = client.get("/api/previews/" + old + ".png?size=300");

    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(header(moved, "cache-control")).isEqualTo("no-cache");
    assertThat(header(moved, "location"))
        .endsWith("/api/previews/" + addresses.of(config) + ".png?size=300");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc.png", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.svg", "abc.gif", "abc"})
  void whatIsNoAddressOfOursIsNotThere(String hash) {
    assertThat(client.get("/api/previews/" + hash).statusCode()).isEqualTo(404);
  }

  @Test
  void aDesignsPictureIsItsOwnersAndIsAskedForEachTime() {
    String alice = PetProcess.token("alice", null);
    String design =
        process
            .post("/api/designs", alice, "{\"name\":\"Rex\",\"config\":" + CONFIG + "}")
            .json()
            .get("id")
            .asText();

    for (String format : List.of("svg", "png", "webp")) {
      String path = "/api/designs/" + design + "/preview." + format + "?size=256";
      HttpResponse<byte[]> own = client.get(path, "Authorization", "Bearer " + alice);
      assertThat(own.statusCode()).isEqualTo(200);
      assertThat(header(own, "cache-control")).isEqualTo("private, no-cache");
      assertThat(header(own, "vary")).startsWith("Authorization");
      assertThat(header(own, "content-type")).startsWith("image/" + format);
      HttpResponse<byte[]> unchanged =
          client.get(
              path, "Authorization", "Bearer " + alice, "If-None-Match", header(own, "etag"));
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(header(unchanged, "vary")).startsWith("Authorization");
      String bob = "Bearer " + PetProcess.token("bob", null);
      assertThat(client.get(path, "Authorization", bob).statusCode()).isEqualTo(404);
      assertThat(
              client
                  .get(path, "Authorization", bob, "If-None-Match", header(own, "etag"))
                  .statusCode())
          .isEqualTo(404);
      assertThat(client.get(path).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aPngIsAsLargeAsAsked() {
    byte[] png = client.post("/api/previews?size=1600", "image/png", CONFIG).body();

    assertThat(ByteBuffer.wrap(png).getInt(16)).isEqualTo(1600);
    assertThat(ByteBuffer.wrap(png).getInt(20)).isEqualTo(1600);
  }

  @Test
  void whatIsWrongIsNamed() {
    Answer wrong = draw("/api/previews", CONFIG.replace("ocean", "plaid"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("colorId");

    Answer large = draw("/api/previews?size=1601", CONFIG);
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.json().at("/errors/0/field").asText()).isEqualTo("size");

    assertThat(draw("/api/previews", "").status()).isEqualTo(400);
    assertThat(client.post("/api/previews", "text/html", CONFIG).statusCode()).isEqualTo(406);
  }

  private static Answer draw(String path, String config) {
    HttpResponse<byte[]> answer = client.post(path, "image/svg+xml, application/json", config);
    return new Answer(answer.statusCode(), answer.headers(), new String(answer.body(), UTF_8));
  }
}
