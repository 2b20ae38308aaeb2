package pet.dev.mode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a file: each with its line and the setting's name, all at once. */
final class Complaints {

  private record Complaint(int line, String text) {}

  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Complaint> complaints = new ArrayList<>();

  Complaints(Path file) {
    this.file = file;
  }

  /** Notes where a setting stands. */
  void stands(String setting, int line) {
    lines.put(setting, line);
  }

  /** The line of a setting, or of the closest one around it that the file has. */
  int lineOf(String setting) {
    String at = setting;
    while (!lines.containsKey(at) && at.contains(".")) {
      at = at.substring(0, at.lastIndexOf('.'));
    }
    return lines.getOrDefault(at, 1);
  }

  void add(String setting, String text) {
    add(lineOf(setting), setting + ": " + text);
  }

  void add(int line, String text) {
    complaints.add(new Complaint(line, text));
  }

  /** Ends the reading if there is something to complain of. */
  void throwIfAny() {
    if (!complaints.isEmpty()) {
      throw new InvalidModeException(
          complaints.stream()
              .sorted(Comparator.comparingInt(Complaint::line))
              .map(complaint -> file + ":" + complaint.line() + ": " + complaint.text())
              .toList());
    }
  }
}
