package pet.dev.mode;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import pet.dev.mode.Mode.Infrastructure;
import pet.domain.ModuleName;
import pet.platform.Placement;

/** Reads mode files. What is wrong in one is told at once, with line and setting. */
public final class ModeFile {

  public static final String ENDING = ".yml";

  private ModeFile() {}

  /**
   * Reads and checks a mode.
   *
   * @param folder with a file for each mode
   * @param name of the mode
   * @throws InvalidModeException telling everything that is wrong with it
   */
  public static Mode read(Path folder, String name) {
    List<String> known = names(folder);
    if (!known.contains(name)) {
      throw new InvalidModeException(
          List.of(
              "there is no mode '" + name + "': " + folder + " has " + String.join(", ", known)));
    }
    Path file = folder.resolve(name + ENDING);
    Complaints complaints = new Complaints(file);
    Mode mode = mode(name, new Section("", parse(file), complaints), complaints);
    complaints.throwIfAny();
    new ModeRules(mode, complaints).check();
    complaints.throwIfAny();
    return mode;
  }

  /** Reads and checks a mode that is not with the others. */
  public static Mode read(Path file) {
    String name = file.getFileName().toString();
    return read(
        file.toAbsolutePath().getParent(), name.substring(0, name.length() - ENDING.length()));
  }

  /** The modes that have a file. */
  public static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Node parse(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Yaml(new LoaderOptions()).compose(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidModeException(List.of(file + ":" + line + ": " + e.getProblem()));
    }
  }

  private static Mode mode(String name, Section file, Complaints complaints) {
    file.only(List.of("infrastructure", "processes"));
    Infrastructure infrastructure = infrastructure(file, complaints);
    Section processes = file.section("processes");
    List<ModeProcess> read = new ArrayList<>();
    for (String process : processes.names()) {
      ModeProcess one = process(process, processes.section(process), complaints);
      if (one != null) {
        read.add(one);
      }
    }
    return new Mode(name, infrastructure, read);
  }

  private static Infrastructure infrastructure(Section file, Complaints complaints) {
    String text = file.text("infrastructure");
    for (Infrastructure one : Infrastructure.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
        return one;
      }
    }
    if (text != null) {
      complaints.add(
          "infrastructure", "must be inside (of the one process) or beside, not '" + text + "'");
    }
    return null;
  }

  /** Null where something is wrong, which was complained of. */
  private static ModeProcess process(String name, Section section, Complaints complaints) {
    section.only(List.of("program", "port", "admin", "modules"));
    String key = section.text("program");
    Program program = key == null ? null : Program.of(key).orElse(null);
    if (key != null && program == null) {
      complaints.add(
          section.of("program"), "unknown program '" + key + "'; there are " + Program.known());
    }
    int port = port(section, "port", complaints);
    int admin = port(section, "admin", complaints);
    Map<ModuleName, Placement> modules = modules(section.section("modules"), complaints);
    return program == null ? null : new ModeProcess(name, program, port, admin, modules);
  }

  private static int port(Section section, String name, Complaints complaints) {
    String text = section.text(name);
    if (text == null) {
      return 0;
    }
    if (text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    complaints.add(section.of(name), "must be a port from 1 to 65535, not '" + text + "'");
    return 0;
  }

  private static Map<ModuleName, Placement> modules(Section section, Complaints complaints) {
    section.only(Arrays.stream(ModuleName.values()).map(ModuleName::key).toList());
    Map<ModuleName, Placement> modules = new EnumMap<>(ModuleName.class);
    for (ModuleName module : ModuleName.values()) {
      if (section.names().contains(module.key())) {
        String text = section.texts(module.key()).stream().collect(Collectors.joining(","));
        try {
          if (!text.isEmpty()) {
            modules.put(module, Placement.parse(text));
          }
        } catch (IllegalArgumentException e) {
          complaints.add(section.of(module.key()), e.getMessage());
        }
      }
    }
    return modules;
  }
}
