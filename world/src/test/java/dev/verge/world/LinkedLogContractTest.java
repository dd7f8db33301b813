package dev.verge.world;

import dev.verge.log.FileLog;
import dev.verge.log.Log;
import dev.verge.log.LogContract;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every log must do, done by the log as another location sees it. */
class LinkedLogContractTest {
  abstract static class Linked extends LogContract {
    @TempDir Path folder;

    private final Scheduler scheduler = Scheduler.system();
    private final double wan;
    private final String here;
    private @Nullable FileLog site;

    Linked(double wan, String here) {
      this.wan = wan;
      this.here = here;
    }

    @Override
    protected Log open() {
      site = FileLog.open(folder, SITE);
      Links links = new Links(LinksTest.THREE, wan, scheduler);
      return new LinkedLog(here, Map.of(SITE, site), links, LinkedLog.PATIENCE);
    }

    @AfterEach
    void closeSite() {
      if (site != null) {
        site.close();
      }
      scheduler.close();
    }
  }

  @Nested
  @Timeout(30)
  class FromElsewhereWithoutDelay extends Linked {
    FromElsewhereWithoutDelay() {
      super(0, "nrt");
    }
  }

  @Nested
  @Timeout(30)
  class FromElsewhereWithDelay extends Linked {
    FromElsewhereWithDelay() {
      super(0.01, "nrt");
    }
  }

  @Nested
  @Timeout(30)
  class FromTheSite extends Linked {
    FromTheSite() {
      super(1, SITE);
    }
  }
}
