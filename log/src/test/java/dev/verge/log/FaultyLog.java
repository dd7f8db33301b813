package dev.verge.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One writer's way to a log, on which requests and answers get lost, and appends are held up until
 * {@link #deliverLate}. Thread-safe if the log is.
 */
final class FaultyLog implements Log {
  /** What happens to an append. */
  enum Fault {
    NONE,
    /** It does not arrive; the caller gets no answer. */
    LOSE_REQUEST,
    /** It is carried out; the caller gets no answer. */
    LOSE_ANSWER,
    /** The caller gets no answer; it arrives later. */
    DELAY,
    /** It is carried out; the caller gets no answer, and it arrives again later. */
    DUPLICATE,
    /** What was held up arrives first, then this. */
    OVERTAKEN
  }

  private final Log log;
  private final Random random;
  private final List<Fault> script = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private final List<Exception> refused = Collections.synchronizedList(new ArrayList<>());
  private int faultsPercent;
  private int unreadablePercent;
  private int lateSuccesses;
  private @Nullable Runnable beforeRead;

  FaultyLog(Log log, Random random) {
    this.log = log;
    this.random = random;
  }

  /** The next appends meet these faults, in order. */
  synchronized FaultyLog next(Fault... faults) {
    script.addAll(List.of(faults));
    return this;
  }

  /** Something else happens before the next read arrives. */
  synchronized FaultyLog beforeNextRead(Runnable event) {
    beforeRead = event;
    return this;
  }

  /** From now on so many appends in a hundred meet some fault, and so many reads fail. */
  synchronized FaultyLog faults(int percentOfAppends, int percentOfReads) {
    faultsPercent = percentOfAppends;
    unreadablePercent = percentOfReads;
    return this;
  }

  /** Lets the appends arrive that were held up. */
  void deliverLate() {
    List<Runnable> arriving;
    synchronized (this) {
      arriving = List.copyOf(late);
      late.clear();
    }
    arriving.forEach(Runnable::run);
  }

  /** How many of the late appends were accepted. */
  synchronized int lateSuccesses() {
    return lateSuccesses;
  }

  /** Why the others of them were not. */
  List<Exception> lateRefusals() {
    return List.copyOf(refused);
  }

  private synchronized Fault fault() {
    if (!script.isEmpty()) {
      return script.removeFirst();
    }
    Fault[] all = Fault.values();
    return random.nextInt(100) < faultsPercent ? all[random.nextInt(all.length)] : Fault.NONE;
  }

  private synchronized Runnable event() {
    Runnable event = beforeRead;
    beforeRead = null;
    return event == null ? () -> {} : event;
  }

  private synchronized boolean readFails() {
    return random.nextInt(100) < unreadablePercent;
  }

  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    Fault fault = fault();
    if (fault == Fault.DELAY || fault == Fault.DUPLICATE) {
      synchronized (this) {
        late.add(() -> arrive(p, expectedLast, record));
      }
    }
    switch (fault) {
      case LOSE_REQUEST, DELAY -> throw new Ambiguous("the request got lost");
      case LOSE_ANSWER, DUPLICATE -> {
        try {
          log.append(p, expectedLast, record);
        } catch (Conflict e) {
          throw new Ambiguous("the refusal got lost", e);
        }
        throw new Ambiguous("the answer got lost");
      }
      case OVERTAKEN -> deliverLate();
      case NONE -> {}
    }
    return log.append(p, expectedLast, record);
  }

  private void arrive(Partition p, long expectedLast, byte[] record) {
    try {
      log.append(p, expectedLast, record);
      synchronized (this) {
        lateSuccesses++;
      }
    } catch (Conflict | Ambiguous e) {
      refused.add(e); // its sender no longer waits for an answer
    }
  }

  @Override
  public Cursor read(Partition p, long from) {
    event().run();
    if (readFails()) {
      throw new LogException("partition " + p + ": out of reach");
    }
    return log.read(p, from);
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    return log.tail(p, from, sink);
  }

  @Override
  public long first(Partition p) {
    return log.first(p);
  }

  @Override
  public long last(Partition p) {
    return log.last(p);
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    log.truncateBelow(p, seq);
  }

  @Override
  public void close() {}
}
