package dev.verge.shop;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Shows prices in the currency of a visitor's country. The rates are a snapshot bundled with the
 * shop, for orientation; what is charged is US dollars. For one thread.
 */
public final class Prices {
  private static final Currency USD = Currency.getInstance("USD");
  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

  /** Units of a currency for one US dollar. */
  private static final Map<Currency, BigDecimal> RATES =
      Tables.read("catalog/rates.txt").stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  cells -> Currency.getInstance(cells.getFirst()), Prices::rate));

  /** By country; making a format is slow, copying one is not. */
  private static final Map<String, Prices> BY_COUNTRY = new ConcurrentHashMap<>();

  private static final NumberFormat DOLLARS = format(USD);

  private final Currency currency;
  private final BigDecimal rate;
  private final NumberFormat format;

  private Prices(Currency currency, BigDecimal rate, NumberFormat format) {
    this.currency = currency;
    this.rate = rate;
    this.format = format;
  }

  /** Prices for visitors from that country, ISO 3166-1; in dollars if it is unknown. */
  static Prices in(String country) {
    String known = COUNTRIES.contains(country) ? country : "US";
    Prices prices = BY_COUNTRY.computeIfAbsent(known, Prices::make);
    return new Prices(prices.currency, prices.rate, (NumberFormat) prices.format.clone());
  }

  private static Prices make(String country) {
    Currency local = Currency.getInstance(Locale.of("", country));
    Currency shown = local != null && RATES.containsKey(local) ? local : USD;
    return new Prices(shown, RATES.getOrDefault(shown, BigDecimal.ONE), format(shown));
  }

  private static BigDecimal rate(List<String> cells) {
    return new BigDecimal(cells.getLast());
  }

  /** In English, as the pages are. */
  private static NumberFormat format(Currency currency) {
    NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
    format.setCurrency(currency);
    format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
    format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format;
  }

  /** The currency's code. */
  public String code() {
    return currency.getCurrencyCode();
  }

  /** Whether what is shown is not what is charged. */
  public boolean isForeign() {
    return !currency.equals(USD);
  }

  /** An amount of US dollars as it looks to the visitor. */
  public String show(BigDecimal dollars) {
    return format.format(dollars.multiply(rate));
  }

  /** The same in US dollars, as it is charged. */
  public String charged(BigDecimal dollars) {
    return ((NumberFormat) DOLLARS.clone()).format(dollars);
  }
}
