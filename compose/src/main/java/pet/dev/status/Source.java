package pet.dev.status;

import java.net.URI;
import java.util.List;

/** Somebody who knows which processes there are: a launcher on this machine, or an engine. */
interface Source {

  /**
   * A process of the store.
   *
   * @param name for people
   * @param url where clients reach it
   * @param admin where operators do
   */
  record Member(String name, URI url, URI admin) {}

  /** What it is, for the first line: "mode hybrid, launched by process 1234". */
  String title();

  /** The processes that should run, in an order that people expect; empty where there are none. */
  List<Member> processes();
}
