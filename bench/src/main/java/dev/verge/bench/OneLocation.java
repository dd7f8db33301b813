package dev.verge.bench;

import dev.verge.data.Bookmarks;
import dev.verge.data.Unreachable;
import dev.verge.data.sql.SqlConfig;
import dev.verge.data.sql.SqlLimits;
import dev.verge.log.FileLog;
import java.nio.file.Path;

/** Data of a location that has no others. */
final class OneLocation {
  static final String CODE = "iad";

  private OneLocation() {}

  static FileLog log(Path folder) {
    return FileLog.open(folder.resolve("log"), CODE);
  }

  static SqlConfig config(Path folder, FileLog log) {
    return new SqlConfig(
        CODE,
        folder.resolve("sql"),
        log,
        (location, operation, body, deadline) -> {
          throw new Unreachable(location, false, "there is one location here");
        },
        new Bookmarks(new byte[32]),
        System::nanoTime,
        SqlLimits.DEFAULT);
  }
}
