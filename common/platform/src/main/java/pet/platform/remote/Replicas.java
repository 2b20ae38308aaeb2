package pet.platform.remote;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The URLs of a module's replicas, in the order to try them: in turn, those that are away last. */
public final class Replicas {

  private final List<URI> urls;
  private final Reachability reachability;
  private final AtomicInteger turn = new AtomicInteger();

  public Replicas(List<URI> urls, Reachability reachability) {
    this.urls = List.copyOf(urls);
    this.reachability = reachability;
  }

  /** All of them, beginning with the one whose turn it is. */
  public List<URI> inTurn() {
    List<URI> here = new ArrayList<>(urls);
    List<URI> away = new ArrayList<>();
    here.removeIf(url -> reachability.isAway(url) && away.add(url));
    if (!here.isEmpty()) {
      // Turned after the away ones are out, or their neighbour would get their share.
      Collections.rotate(here, -Math.floorMod(turn.getAndIncrement(), here.size()));
    }
    here.addAll(away);
    return here;
  }
}
