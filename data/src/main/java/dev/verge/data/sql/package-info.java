/**
 * SQL datasets: a SQLite database at every location, one of them the primary.
 *
 * <p>Guarantees: a write that was acknowledged is in the log; every view is what applying the
 * partition's records in order gives, row for row; reads are as consistent as the dataset declares,
 * marked stale, or refused. Must never: commit what is not in the log, change a view except by its
 * records, or take a replica for fresh because nothing was heard.
 *
 * <p>Where to begin: {@code SqlDataset} is one dataset here and the thread that writes its {@code
 * View}. A request's way goes {@code SqlDatasets}, {@code BoundSql}, then to a {@code Reader} here
 * or the {@code RemotePrimary}. A write's way goes {@code Primary}, {@code LogFirst}, {@code
 * Capture}, and interactive transactions through {@code Session} and {@code Conversation}. A
 * replica's records go {@code Follower}, {@code Applier}, with {@code Snapshots} for those that
 * join late; how old it may be is measured by {@code Probes} and {@code Freshness}. {@code
 * PeerOperations} is what other locations ask of this one.
 */
@NullMarked
package dev.verge.data.sql;

import org.jspecify.annotations.NullMarked;
