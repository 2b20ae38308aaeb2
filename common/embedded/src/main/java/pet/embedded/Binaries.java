package pet.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of unpacked binaries, shared by every JVM on the machine. An entry is made once, in
 * a temporary directory that is then renamed: whoever sees it sees all of it.
 */
final class Binaries {
  private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);

  /** Makes the content of an entry in an empty directory. */
  interface Filler {
    void fill(Path directory) throws IOException;
  }

  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path root;

  Binaries(Path root) {
    this.root = root;
  }

  /** The directory of this name, made by the filler if nobody has made it yet. */
  Path entry(String name, Filler filler) {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    // A file lock keeps other JVMs out, the monitor other threads: Java refuses a second file lock.
    synchronized (LOCKS.computeIfAbsent(entry, path -> new Object())) {
      try {
        Files.createDirectories(root);
        try (FileChannel channel =
                FileChannel.open(
                    root.resolve(name + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.isDirectory(entry)) {
            make(name, entry, filler);
          }
        }
      } catch (IOException e) {
        throw new EmbeddedServerException("Could not make " + entry + ": " + e.getMessage(), e);
      }
      return entry;
    }
  }

  private void make(String name, Path entry, Filler filler) throws IOException {
    LOG.info("Making {} in {}, once on this machine", name, root);
    // Left by a JVM that died half-way; nobody else is here while we hold the lock.
    try (DirectoryStream<Path> left = Files.newDirectoryStream(root, name + ".tmp-*")) {
      for (Path path : left) {
        FileTrees.delete(path);
      }
    }
    Path temporary = root.resolve(name + ".tmp-" + ProcessHandle.current().pid());
    Files.createDirectory(temporary);
    filler.fill(temporary);
    Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A file of the bundles on the class path. */
  static InputStream resource(String name, String artifact) {
    InputStream in = Binaries.class.getResourceAsStream("/" + name);
    if (in == null) {
      throw new EmbeddedServerException(
          name + " is not on the class path; it comes from " + artifact + " for this platform");
    }
    return in;
  }

  static void untarXz(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
          throw new IOException("entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(target, directory.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            makeExecutable(target);
          }
        }
      }
    }
  }

  static void makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }
}
