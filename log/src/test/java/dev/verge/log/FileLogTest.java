package dev.verge.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest extends LogContract {
  @TempDir Path folder;

  /** Small segments, so that the contract's few records fill several. */
  @Override
  protected Log open() {
    return FileLog.open(new Disk(), folder, SITE, 4096);
  }
}
