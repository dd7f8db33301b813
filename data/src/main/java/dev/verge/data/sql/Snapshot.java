package dev.verge.data.sql;

import dev.verge.log.Position;
import java.nio.file.Path;

/**
 * A dataset's database as it was at one position: a file that can be opened, and what proves that
 * it is whole.
 *
 * @param position the last record that is in it
 * @param size bytes of the file
 * @param sha256 of the file
 * @param file here, or where it is to be
 */
record Snapshot(Position position, long size, byte[] sha256, Path file) {
  void write(WireOut out) {
    out.fixed(position.incarnation()).number(position.epoch()).number(position.sequence());
    out.raw(position.hash()).number(size).bytes(sha256);
  }

  static Snapshot read(WireIn in, Path file) {
    long incarnation = in.fixed();
    long epoch = in.number();
    long sequence = in.number();
    byte[] hash = in.raw(Position.HASH_BYTES);
    return new Snapshot(
        new Position(incarnation, epoch, sequence, hash), in.number(), in.bytes(), file);
  }
}
