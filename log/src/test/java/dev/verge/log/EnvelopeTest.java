package dev.verge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final Partition PARTITION = new Partition("orders", "iad");

  @Test
  void whatIsEncodedIsDecoded() {
    Chain chain = Chain.start();
    Envelope first = chain.epoch("writer");
    Envelope second = Envelope.decode(chain.data("hello").encoded().clone());

    assertThat(first.kind()).isEqualTo(Envelope.Kind.EPOCH);
    assertThat(first.previous()).containsOnly(0);
    assertThat(second.kind()).isEqualTo(Envelope.Kind.DATA);
    assertThat(second.incarnation()).isEqualTo(first.incarnation());
    assertThat(second.epoch()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.previous()).isEqualTo(first.hash());
    assertThat(second.payload()).asString().isEqualTo("hello");
    assertThat(second.position()).isEqualTo(chain.end());
  }

  @Test
  void anyBitThatFlipsIsNoticed() {
    Chain chain = Chain.start();
    chain.epoch("writer");
    byte[] record = chain.data("payload").encoded();
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] damaged = record.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Envelope.decode(damaged))
          .as("bit %d", bit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anyLengthButItsOwnIsNoticed() {
    byte[] record = Chain.start().epoch("writer").encoded();
    for (int length = 0; length < record.length * 2; length++) {
      byte[] wrong = Arrays.copyOf(record, length);
      if (length != record.length) {
        assertThatThrownBy(() -> Envelope.decode(wrong))
            .as("length %d", length)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aPayloadThatIsTooLargeIsRefusedWithTheLimit() {
    Chain chain = Chain.start();
    chain.epoch("writer");
    assertThatThrownBy(() -> chain.data(new byte[Envelope.MAX_PAYLOAD_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(Envelope.MAX_PAYLOAD_BYTES));
  }

  @Test
  void aReaderGoesOnFromWhatItRemembers() {
    Chain chain = Chain.start();
    Envelope first = chain.epoch("writer");
    Envelope second = chain.data("x");
    Position remembered = new Position(first.incarnation(), 1, 1, first.hash().clone());

    Verifier verifier = Verifier.from(PARTITION, remembered);
    assertThat(verifier.next(entry(second)).position()).isEqualTo(second.position());
    assertThat(verifier.position()).isEqualTo(second.position());
  }

  @Test
  void whatDoesNotFollowFailsClosedAndNamesPartitionAndSequence() {
    Chain chain = Chain.start();
    chain.epoch("first");
    Position end = chain.end();
    Envelope fine = chain.data("fine");
    Position other = new Position(7, end.epoch(), end.sequence(), end.hash());
    Position higher = new Position(end.incarnation(), 3, end.sequence(), end.hash());
    Position fork = new Position(end.incarnation(), end.epoch(), end.sequence(), new byte[32]);

    refuses(end, chain.data("later"), "a gap");
    refuses(end, Chain.after(other).data("x"), "incarnation");
    refuses(end, Chain.after(fork).data("x"), "forked");
    refuses(end, Chain.after(higher).data("x"), "epoch 3 where epoch 1 was due");
    refuses(end, Chain.after(higher).epoch("x"), "epoch 4 where epoch 2 was due");
    refuses(higher, fine, "epoch 1 is over");
    refuses(Position.START, fine, "a gap");
    refuses(
        Position.START,
        Envelope.following(
            new Position(42, 0, 0, new byte[32]), Envelope.Kind.DATA, 1, new byte[0]),
        "epoch 0 was due");
  }

  private static void refuses(Position at, Envelope next, String why) {
    Verifier verifier = Verifier.from(PARTITION, at);
    assertThatThrownBy(() -> verifier.next(entry(next)))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("partition orders/iad, sequence " + next.sequence())
        .hasMessageContaining(why);
    assertThat(verifier.position()).isEqualTo(at);
  }

  @Test
  void aRecordThatIsNotWhereItSaysOrDamagedIsRefused() {
    Envelope first = Chain.start().epoch("writer");
    byte[] damaged = first.encoded().clone();
    damaged[50] ^= 1;

    Verifier verifier = Verifier.joining(PARTITION);
    assertThatThrownBy(() -> verifier.next(new Log.Entry(9, first.encoded())))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("sequence 9");
    assertThatThrownBy(() -> verifier.next(new Log.Entry(1, damaged)))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("orders/iad, sequence 1: damaged: the checksum");
  }

  private static Log.Entry entry(Envelope envelope) {
    return new Log.Entry(envelope.sequence(), envelope.encoded());
  }
}
