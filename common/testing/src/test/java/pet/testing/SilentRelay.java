package pet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server on this machine. When it is silent, that is as if the server hung: its
 * connections stay open, new ones are taken, and nothing comes back.
 */
final class SilentRelay implements AutoCloseable {

  private final int server;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean silent;

  SilentRelay(int server) throws IOException {
    this.server = server;
    door = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  synchronized void silence(boolean silent) {
    this.silent = silent;
    notifyAll();
  }

  private synchronized void awaitSpeech() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(client);
        sockets.add(onward);
        threads.execute(() -> pass(client, onward));
        threads.execute(() -> pass(onward, client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] some = new byte[8192];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        awaitSpeech();
        out.write(some, 0, read);
      }
    } catch (IOException e) {
      // One side has gone: so has the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
