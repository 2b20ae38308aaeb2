package pet.dev.status;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Somebody who knows which processes there are: a launcher on this machine, or an engine. */
interface Source {

  /**
   * A process of the store.
   *
   * @param name for people
   * @param knownAs how the others name it in their module maps: host and port, or a host that all
   *     replicas share
   * @param addresses where it listens on this machine; empty for one that should be there and is
   *     not
   * @param gone what became of it then, for people; empty while it is there
   */
  record Member(String name, String knownAs, Optional<Addresses> addresses, String gone) {

    static Member there(String name, String knownAs, URI url, URI admin) {
      return new Member(name, knownAs, Optional.of(new Addresses(url, admin)), "");
    }

    static Member gone(String name, String knownAs, String what) {
      return new Member(name, knownAs, Optional.empty(), what);
    }

    boolean isKnownAs(URI url) {
      return knownAs.equals(url.getAuthority()) || knownAs.equals(url.getHost());
    }
  }

  /**
   * Where a process listens.
   *
   * @param url where clients reach it
   * @param admin where operators do
   */
  record Addresses(URI url, URI admin) {}

  /** What it is, for the first line: "mode hybrid, launched by process 1234". */
  String title();

  /** The processes that should run, in an order that people expect; empty where there are none. */
  List<Member> processes();
}
