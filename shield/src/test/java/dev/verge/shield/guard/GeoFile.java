package dev.verge.shield.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes small databases in the MaxMind DB file format, version 2.0: a binary tree over the bits of
 * addresses, then the entries of networks, then what describes the database. As in the published
 * ones, IPv4 stands at {@code ::/96} of a tree over IPv6 addresses. Networks must not overlap.
 */
public final class GeoFile {
  private static final int NOTHING = -1;
  private static final int ENTRY = -2;
  private static final int SEPARATOR = 16;
  private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(ISO_8859_1);

  private final int ipVersion;
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();

  /** For either bit: a node, {@link #NOTHING}, or an entry's offset, counted down from ENTRY. */
  private final List<int[]> nodes = new ArrayList<>();

  /**
   * An empty database.
   *
   * @param ipVersion 4: over IPv4 addresses; 6: over both
   */
  public GeoFile(int ipVersion) {
    this.ipVersion = ipVersion;
    addNode();
  }

  /** Puts a network in a country, as MaxMind does. */
  public GeoFile country(String network, String code) throws IOException {
    return entry(network, Map.of("country", Map.of("iso_code", code)));
  }

  /**
   * Gives a network an entry.
   *
   * @param entry of strings and maps
   */
  GeoFile entry(String network, Map<String, ?> entry) throws IOException {
    int slash = network.indexOf('/');
    byte[] address = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
    int bits = Integer.parseInt(network.substring(slash + 1));
    if (ipVersion == 6 && address.length == 4) {
      address = ByteBuffer.allocate(16).position(12).put(address).array();
      bits += 96;
    }
    int node = 0;
    for (int i = 0; i < bits - 1; i++) {
      int[] records = nodes.get(node);
      int bit = bit(address, i);
      if (records[bit] == NOTHING) {
        records[bit] = addNode();
      }
      node = records[bit];
    }
    nodes.get(node)[bit(address, bits - 1)] = ENTRY - entries.size();
    write(new DataOutputStream(entries), entry);
    return this;
  }

  /** Writes the file. */
  public Path write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int[] records : nodes) {
      for (int record : records) {
        int size = nodes.size();
        out.writeInt(
            record >= 0 ? record : record == NOTHING ? size : size + SEPARATOR + ENTRY - record);
      }
    }
    out.write(new byte[SEPARATOR]);
    entries.writeTo(out);
    out.write(MARKER);
    write(
        out,
        Map.of(
            "node_count",
            nodes.size(),
            "record_size",
            Integer.SIZE,
            "ip_version",
            ipVersion,
            "database_type",
            "Test-Country",
            "languages",
            List.of(),
            "binary_format_major_version",
            2,
            "binary_format_minor_version",
            0,
            "build_epoch",
            1_767_225_600L,
            "description",
            Map.of()));
    return Files.write(file, bytes.toByteArray());
  }

  private int addNode() {
    nodes.add(new int[] {NOTHING, NOTHING});
    return nodes.size() - 1;
  }

  private static int bit(byte[] address, int i) {
    return address[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1;
  }

  /** A control byte of type and size, and the value; types above 7 stand in a byte of their own. */
  private static void write(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeByte(2 << 5 | text.length());
        out.writeBytes(text);
      }
      case Integer number -> {
        out.writeByte(6 << 5 | Integer.BYTES);
        out.writeInt(number);
      }
      case Long number -> {
        out.writeShort(Long.BYTES << 8 | 9 - 7);
        out.writeLong(number);
      }
      case Map<?, ?> map -> {
        out.writeByte(7 << 5 | map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(out, entry.getKey());
          write(out, entry.getValue());
        }
      }
      case List<?> list -> {
        out.writeShort(list.size() << 8 | 11 - 7);
        for (Object element : list) {
          write(out, element);
        }
      }
      default -> throw new IllegalArgumentException("cannot write " + value);
    }
  }
}
