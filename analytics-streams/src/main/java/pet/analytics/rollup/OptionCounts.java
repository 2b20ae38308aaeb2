package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which options were chosen in one window. */
final class OptionCounts implements Counts<OptionCounts> {

  /** More than the catalog has of any; so many are told. */
  private static final int TOP = 20;

  private static final int MOST_GATHERED = 256;

  // Sizes, colors, hardware and fonts.
  private final List<Map<String, Long>> designs = empty();
  private final List<Map<String, Long>> units = empty();

  // What is yet to be added to them, by all that was chosen together: most events choose alike.
  private final Map<Options, Gathered> gathered = new HashMap<>();

  private static final class Gathered {
    private long designs;
    private long units;
  }

  /** What somebody chose; a part that was not chosen is null. */
  record Options(String size, String color, String hardware, String font) {

    private List<Optional<String>> parts() {
      return Stream.of(size, color, hardware, font).map(Optional::ofNullable).toList();
    }
  }

  private static List<Map<String, Long>> empty() {
    return List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  void designed(Options options) {
    gathered(options).designs++;
  }

  void ordered(Options options, long number) {
    gathered(options).units += number;
  }

  private Gathered gathered(Options options) {
    if (gathered.size() >= MOST_GATHERED) {
      settle();
    }
    return gathered.computeIfAbsent(options, any -> new Gathered());
  }

  /** Adds what was gathered: before anybody looks. */
  private void settle() {
    gathered.forEach(
        (options, count) -> {
          add(designs, options, count.designs);
          add(units, options, count.units);
        });
    gathered.clear();
  }

  private static void add(List<Map<String, Long>> counts, Options options, long number) {
    if (number != 0) {
      for (int i = 0; i < counts.size(); i++) {
        Map<String, Long> part = counts.get(i);
        options.parts().get(i).ifPresent(id -> part.merge(id, number, Long::sum));
      }
    }
  }

  @Override
  public long size() {
    settle();
    return sum(designs) + sum(units);
  }

  private static long sum(List<Map<String, Long>> counts) {
    return counts.stream().flatMap(part -> part.values().stream()).mapToLong(Long::longValue).sum();
  }

  @Override
  public void merge(OptionCounts other) {
    settle();
    other.settle();
    merge(designs, other.designs);
    merge(units, other.units);
  }

  private static void merge(List<Map<String, Long>> counts, List<Map<String, Long>> more) {
    for (int i = 0; i < counts.size(); i++) {
      Map<String, Long> into = counts.get(i);
      more.get(i).forEach((id, number) -> into.merge(id, number, Long::sum));
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    settle();
    write(designs, out);
    write(units, out);
  }

  private static void write(List<Map<String, Long>> counts, DataOutput out) throws IOException {
    for (Map<String, Long> part : counts) {
      out.writeShort(part.size());
      for (Map.Entry<String, Long> count : part.entrySet()) {
        out.writeUTF(count.getKey());
        out.writeLong(count.getValue());
      }
    }
  }

  static OptionCounts read(DataInput in) throws IOException {
    OptionCounts counts = new OptionCounts();
    read(counts.designs, in);
    read(counts.units, in);
    return counts;
  }

  private static void read(List<Map<String, Long>> counts, DataInput in) throws IOException {
    for (Map<String, Long> part : counts) {
      for (int n = in.readUnsignedShort(); n > 0; n--) {
        part.put(in.readUTF(), in.readLong());
      }
    }
  }

  @Override
  public Value value(WindowKey window, boolean isFinal) {
    settle();
    return new Value(
        window.windowStart(), window.windowEnd(), isFinal, choices(designs), choices(units));
  }

  private static Choices choices(List<Map<String, Long>> counts) {
    return new Choices(
        top(counts.get(0)), top(counts.get(1)), top(counts.get(2)), top(counts.get(3)));
  }

  private static List<Choice> top(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> new Choice(count.getKey(), count.getValue()))
        .sorted(Comparator.comparingLong(Choice::count).reversed().thenComparing(Choice::id))
        .limit(TOP)
        .toList();
  }

  /**
   * A value in {@code pet.analytics.options}.
   *
   * @param isFinal whether the window has closed: its value changes no more
   * @param designs what was chosen in designs that were saved for the first time in the window
   * @param orderedUnits what the units of the orders of the window were made of, by the revision of
   *     the design that each line names
   */
  record Value(
      Instant windowStart,
      Instant windowEnd,
      @JsonProperty("final") boolean isFinal,
      Choices designs,
      Choices orderedUnits) {}

  /** The most frequent first. A design without a text has no font. */
  record Choices(
      List<Choice> sizes, List<Choice> colors, List<Choice> hardware, List<Choice> fonts) {}

  /** An option of the catalog and how often it was chosen. */
  record Choice(String id, long count) {}
}
