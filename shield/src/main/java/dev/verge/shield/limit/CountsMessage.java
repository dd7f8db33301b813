package dev.verge.shield.limit;

import java.util.List;

/**
 * What one location tells another: the rounds that the other has not acknowledged.
 *
 * @param incarnation of the sender's numbering: another one after each of its starts
 * @param rounds in order of their numbers
 */
record CountsMessage(long incarnation, List<Round> rounds) {
  static final int VERSION = 1;

  /** More bytes than this are no message. */
  static final int MAX_BYTES = 1 << 20;

  /**
   * What a location admitted between one exchange and the next.
   *
   * @param number counts up from 1
   * @param ageMicros how long ago the round ended, when the message left
   */
  record Round(long number, long ageMicros, List<Counts> limits) {
    int keys() {
      return limits.stream().mapToInt(Counts::size).sum();
    }

    Round aged(long micros) {
      return new Round(number, micros, limits);
    }
  }

  /**
   * The binary form: version, incarnation, then the rounds, each with number, age and limits, each
   * with name, and the keys with their counts. Keys and the incarnation have eight bytes, all other
   * numbers are unsigned LEB128, texts and lists begin with their length.
   */
  byte[] toBytes() {
    BytesOut out = new BytesOut().octet(VERSION).fixed(incarnation).number(rounds.size());
    for (Round round : rounds) {
      out.number(round.number).number(round.ageMicros).number(round.limits.size());
      for (Counts counts : round.limits) {
        out.text(counts.limit()).number(counts.size());
        for (int i = 0; i < counts.size(); i++) {
          out.fixed(counts.key(i)).number(counts.count(i));
        }
      }
    }
    return out.toBytes();
  }

  /**
   * Reads a whole message.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static CountsMessage of(byte[] bytes) {
    return BytesIn.read("counts of limits", bytes, MAX_BYTES, CountsMessage::read);
  }

  /** The answer to a message: the number up to which rounds need not be told again. */
  static byte[] acknowledgement(long number) {
    return new BytesOut().octet(VERSION).number(number).toBytes();
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static long acknowledged(byte[] bytes) {
    return BytesIn.read("an acknowledgement of counts", bytes, 16, CountsMessage::readAnswer);
  }

  private static long readAnswer(BytesIn in) {
    version(in);
    return in.number("a round's number", Long.MAX_VALUE);
  }

  private static CountsMessage read(BytesIn in) {
    version(in);
    return new CountsMessage(in.fixed(), in.list("rounds", CountsMessage::round));
  }

  private static Round round(BytesIn in) {
    return new Round(
        in.number("a round's number", Long.MAX_VALUE),
        in.number("an age", Long.MAX_VALUE / 1_000),
        in.list("limits", CountsMessage::counts));
  }

  private static Counts counts(BytesIn in) {
    Counts counts = new Counts(in.text());
    int size = in.count("keys");
    for (int i = 0; i < size; i++) {
      long key = in.fixed();
      int count = (int) in.number("a count", Integer.MAX_VALUE);
      if (count == 0) {
        throw new IllegalArgumentException("a count of 0");
      }
      counts.add(key, count);
    }
    return counts;
  }

  private static void version(BytesIn in) {
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + ", known is " + VERSION);
    }
  }
}
