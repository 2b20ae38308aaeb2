package pet.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of server-sent events, which keeps all that it was sent. */
public final class EventStream implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final List<String> data = new CopyOnWriteArrayList<>();
  private final HttpResponse<InputStream> answer;
  private volatile Instant last = Instant.now();
  private volatile boolean ended;

  /**
   * Begins to listen.
   *
   * @param token of whoever listens; null for nobody
   * @param lastEvent the id of the last event that was seen; null for none
   */
  public EventStream(PetProcess from, String path, String token, String lastEvent) {
    var request = from.request(path, token).header("Accept", "text/event-stream").GET();
    if (lastEvent != null) {
      request.header("Last-Event-ID", lastEvent);
    }
    try {
      answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread reader = new Thread(this::read, "listener");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          ids.add(line.substring(3).strip());
        } else if (line.startsWith("data:")) {
          last = Instant.now();
          data.add(line.substring(5).strip());
        }
      }
    } catch (IOException e) {
      // Closed, by us or by the process.
    }
    ended = true;
  }

  /** What it was answered. */
  public int status() {
    return answer.statusCode();
  }

  /** Empty if it was not told. */
  public String contentType() {
    return answer.headers().firstValue("content-type").orElse("");
  }

  /** Of all events, in sequence; those without data included. */
  public List<String> ids() {
    return ids;
  }

  /** Of all events, in sequence. */
  public List<String> data() {
    return data;
  }

  /** When it was last sent data. */
  public Instant last() {
    return last;
  }

  public boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
