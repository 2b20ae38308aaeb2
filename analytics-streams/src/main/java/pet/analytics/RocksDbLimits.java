package pet.analytics;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One small cache for all stores of the process, write buffers and indexes included. Without it
 * every store, of which there are dozens (one per partition, and three for the ids), may take 50
 * MiB for itself.
 */
public final class RocksDbLimits implements RocksDBConfigSetter {

  private static final long CACHE = 12L << 20;
  private static final long WRITE_BUFFERS = 6L << 20;
  private static final long WRITE_BUFFER = 512L << 10;

  /**
   * A buffer takes memory in these pieces, however little it needs of one. With the default of 64
   * KiB a hundred stores with a few KiB each fill the budget of all, and then each write of any
   * store is flushed to a file of its own.
   */
  private static final long ARENA_BLOCK = 8L << 10;

  /** Made with the first store: loading RocksDB's library takes a while. */
  private static final class Shared {
    static final Cache CACHE_OF_ALL = new LRUCache(CACHE);
    static final WriteBufferManager WRITES_OF_ALL =
        new WriteBufferManager(WRITE_BUFFERS, CACHE_OF_ALL);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE_OF_ALL);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.WRITES_OF_ALL);
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setArenaBlockSize(ARENA_BLOCK);
    options.setMaxWriteBufferNumber(2);
    options.setMaxBackgroundJobs(1);
    options.setStatsDumpPeriodSec(0);
    options.setKeepLogFileNum(1);
  }

  @Override
  public void close(String store, Options options) {
    // The cache is everybody's.
  }
}
