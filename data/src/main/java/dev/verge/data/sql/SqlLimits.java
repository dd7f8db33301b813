package dev.verge.data.sql;

import java.time.Duration;

/**
 * Bounds of the SQL datasets at a location.
 *
 * @param query the longest that a read may run
 * @param transaction the longest that a transaction may hold the writer
 * @param call how long to wait for another location's answer, or pursue an append without one
 * @param bookmarkWait how long a read waits for the view to reach its bookmark before it is
 *     forwarded
 * @param heardWithin past this lag a read-after-write replica forwards
 * @param probeInterval between two measurements of the lag
 * @param rows the most rows of a result
 * @param resultBytes the most bytes of a result
 * @param readers connections for reads, per dataset
 * @param snapshotRecords a snapshot is made after this many records
 * @param snapshotBytes or after this many bytes of records
 * @param keepRecords how many records below a snapshot the log keeps, for replicas a little behind
 */
public record SqlLimits(
    Duration query,
    Duration transaction,
    Duration call,
    Duration bookmarkWait,
    Duration heardWithin,
    Duration probeInterval,
    int rows,
    long resultBytes,
    int readers,
    long snapshotRecords,
    long snapshotBytes,
    long keepRecords) {
  /** What a location uses unless it is configured otherwise. */
  public static final SqlLimits DEFAULT =
      new SqlLimits(
          Duration.ofMillis(250),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          100_000,
          64L << 20,
          Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
          50_000,
          256L << 20,
          10_000);

  /** The same with another bound on reads. */
  public SqlLimits withQuery(Duration limit) {
    return new SqlLimits(
        limit,
        transaction,
        call,
        bookmarkWait,
        heardWithin,
        probeInterval,
        rows,
        resultBytes,
        readers,
        snapshotRecords,
        snapshotBytes,
        keepRecords);
  }

  /** The same with another bound on transactions. */
  public SqlLimits withTransaction(Duration limit) {
    return new SqlLimits(
        query,
        limit,
        call,
        bookmarkWait,
        heardWithin,
        probeInterval,
        rows,
        resultBytes,
        readers,
        snapshotRecords,
        snapshotBytes,
        keepRecords);
  }

  /** The same with another patience for answers. */
  public SqlLimits withCall(Duration limit) {
    return new SqlLimits(
        query,
        transaction,
        limit,
        bookmarkWait,
        heardWithin,
        probeInterval,
        rows,
        resultBytes,
        readers,
        snapshotRecords,
        snapshotBytes,
        keepRecords);
  }

  /** The same with another interval between probes. */
  public SqlLimits withProbeInterval(Duration interval) {
    return new SqlLimits(
        query,
        transaction,
        call,
        bookmarkWait,
        heardWithin,
        interval,
        rows,
        resultBytes,
        readers,
        snapshotRecords,
        snapshotBytes,
        keepRecords);
  }

  /** The same with snapshots after {@code every} records, of which {@code keep} stay in the log. */
  public SqlLimits withSnapshots(long every, long keep) {
    return new SqlLimits(
        query,
        transaction,
        call,
        bookmarkWait,
        heardWithin,
        probeInterval,
        rows,
        resultBytes,
        readers,
        every,
        snapshotBytes,
        keep);
  }

  /** The same with another bound on results. */
  public SqlLimits withResults(int maxRows, long maxBytes) {
    return new SqlLimits(
        query,
        transaction,
        call,
        bookmarkWait,
        heardWithin,
        probeInterval,
        maxRows,
        maxBytes,
        readers,
        snapshotRecords,
        snapshotBytes,
        keepRecords);
  }
}
