package pet.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to run a program that refuses to run as root. In a user namespace of its own it is nobody and
 * still owns our files; where the kernel does not allow that, it becomes nobody for real, and gets
 * the files.
 *
 * @param prefix goes before the command
 * @param owner whom the data has to belong to, as chown takes it; empty for whoever we are
 */
record Unprivileged(List<String> prefix, String owner) {
  private static final String NOBODY = "65534";
  private static Unprivileged current;

  static synchronized Unprivileged current() {
    if (current == null) {
      current = find();
    }
    return current;
  }

  private static Unprivileged find() {
    if (!Processes.run(List.of("id", "-u"), "").output().strip().equals("0")) {
      return new Unprivileged(List.of(), "");
    }
    List<String> unshare = List.of("unshare", "--user");
    if (works(unshare)) {
      return new Unprivileged(unshare, "");
    }
    List<String> setpriv =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    if (works(setpriv)) {
      return new Unprivileged(setpriv, NOBODY + ":" + NOBODY);
    }
    throw new EmbeddedServerException(
        "PostgreSQL does not run as root, and neither unshare --user nor setpriv works here:"
            + " run as another user");
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    return Processes.run(command, "").status() == 0;
  }

  List<String> command(List<String> command) {
    List<String> full = new ArrayList<>(prefix);
    full.addAll(command);
    return full;
  }

  /** Makes a directory and all in it belong to whom the program runs as. */
  void own(Path directory) {
    if (!owner.isEmpty()) {
      Processes.require(List.of("chown", "-R", owner, directory.toString()), "");
    }
  }
}
