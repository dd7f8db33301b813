package dev.verge.shield.guard;

import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The countries of addresses, from a geo database in the MaxMind DB format. The file is held in
 * memory, so it may change on disk, and nothing else is. Every entry is read once when it is
 * opened: a damaged database is refused then, and a look-up cannot fail. Immutable.
 */
public final class Countries {
  /** The country of an address that the database does not know. */
  public static final String UNKNOWN = "XX";

  /** Databases of countries have about 10 MB, those of cities up to 130. */
  private static final long MOST_BYTES = 256L << 20;

  private final Reader database;

  private Countries(Reader database) {
    this.database = database;
  }

  /**
   * Reads a database; a large one takes a second.
   *
   * @throws IllegalArgumentException naming the file and why it cannot be used
   */
  public static Countries open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw unusable(file, "there is no such file", null);
    }
    if (file.toFile().length() > MOST_BYTES) {
      throw unusable(file, "it has more than " + MOST_BYTES + " bytes", null);
    }
    Reader database;
    boolean some;
    try {
      database = new Reader(file.toFile(), FileMode.MEMORY);
      some = hasCountries(database);
    } catch (IOException | InvalidNetworkException | RuntimeException e) { // damage has many names
      String why = "it cannot be read, or is no whole database in the MaxMind DB format: ";
      throw unusable(file, why + e.getMessage(), e);
    }
    if (!some) {
      throw unusable(file, "no network in it has a country.iso_code or country_code", null);
    }
    return new Countries(database);
  }

  /** Reads every entry. */
  private static boolean hasCountries(Reader database) throws IOException, InvalidNetworkException {
    boolean some = false;
    Networks<GeoEntry.Network> networks = database.networks(GeoEntry.Network.class);
    while (networks.hasNext()) {
      some |= !networks.next().data().country().equals(UNKNOWN);
    }
    return some;
  }

  private static IllegalArgumentException unusable(
      Path file, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(file + ": " + why, cause);
  }

  /**
   * The country of an address, ISO 3166-1 alpha-2, or {@link #UNKNOWN}, also for what is no
   * address. Takes less than a microsecond.
   */
  public String of(String address) {
    InetAddress parsed = AddressSet.parse(address);
    boolean covered = parsed instanceof Inet4Address || database.getMetadata().ipVersion() == 6;
    if (parsed == null || !covered) {
      return UNKNOWN;
    }
    try {
      GeoEntry.Network network = database.get(parsed, GeoEntry.Network.class);
      return network == null ? UNKNOWN : network.country();
    } catch (IOException e) {
      throw new UncheckedIOException("a geo database that was whole is not any more", e);
    }
  }
}
