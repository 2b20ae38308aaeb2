package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** With RocksDB itself, as many stores as a process has that counts everything. */
class RocksDbLimitsTest {

  private static final int STORES = 120;
  private static final int WINDOWS = 10;
  private static final byte[] COUNTED = new byte[400];

  @TempDir private Path directory;

  private final List<RocksDB> stores = new ArrayList<>();
  private final List<Options> options = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(RocksDB::close);
    options.forEach(Options::close);
  }

  @Test
  void whatIsWrittenInLittlePiecesIsNotFlushedOneByOne() throws RocksDBException, IOException {
    for (int store = 0; store < STORES; store++) {
      stores.add(open("store-" + store));
      for (int i = 0; i < WINDOWS; i++) {
        put(store, "window-" + i);
      }
    }
    for (int i = 0; i < 400; i++) {
      put(i % STORES, "window-0");
    }
    assertThat(files()).isEmpty();
  }

  private RocksDB open(String name) throws RocksDBException {
    Options limited = new Options();
    options.add(limited);
    limited.setCreateIfMissing(true);
    limited.setTableFormatConfig(new BlockBasedTableConfig());
    new RocksDbLimits().setConfig(name, limited, Map.of());
    return RocksDB.open(limited, directory.resolve(name).toString());
  }

  private void put(int store, String key) throws RocksDBException {
    stores.get(store).put(key.getBytes(StandardCharsets.UTF_8), COUNTED);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(file -> file.toString().endsWith(".sst")).toList();
    }
  }
}
