package pet.dev.bench;

import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** A bare Jetty that serves the files of a folder: what a cached preview is measured by. */
final class StaticFiles implements AutoCloseable {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  StaticFiles(Path folder) throws Exception {
    connector.setHost("localhost");
    server.addConnector(connector);
    ResourceHandler files = new ResourceHandler();
    files.setBaseResource(ResourceFactory.of(files).newResource(folder.toAbsolutePath()));
    server.setHandler(files);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the files' server did not stop", e);
    }
  }
}
