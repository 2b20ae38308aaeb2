package pet.dev.status;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pet.dev.mode.RunFolder;
import pet.dev.mode.RunRecord;

/** What {@code make dev} runs on this machine. */
final class LauncherSource implements Source {

  private final Optional<RunRecord> record;

  /**
   * @param home the store's folder
   */
  LauncherSource(Path home) {
    record = new RunFolder(home).read().filter(LauncherSource::isAlive);
  }

  /** A launcher that was killed leaves its record behind. */
  private static boolean isAlive(RunRecord record) {
    return ProcessHandle.of(record.launcher()).filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public String title() {
    return record
        .map(found -> "mode " + found.mode() + ", launched by process " + found.launcher())
        .orElse("make dev does not run");
  }

  @Override
  public List<Member> processes() {
    return record.stream()
        .flatMap(found -> found.processes().stream())
        .map(
            running ->
                Member.there(
                    running.name(), running.url().getAuthority(), running.url(), running.admin()))
        .toList();
  }
}
