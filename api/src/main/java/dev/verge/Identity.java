package dev.verge;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param user the user's id
 * @param claims what the token says, empty for a session cookie
 */
public record Identity(String user, Map<String, Object> claims) {
  private static final List<String> SCOPES = List.of("scope", "scp");

  /**
   * What the token allows: the words of its claim {@code scope} (RFC 9068, section 2.2.3), or of
   * {@code scp}, where some issuers put them.
   */
  public Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>();
    for (String claim : SCOPES) {
      switch (claims.get(claim)) {
        case String words -> scopes.addAll(List.of(words.strip().split(" +")));
        case Collection<?> words -> words.forEach(word -> scopes.add(String.valueOf(word)));
        case null, default -> {}
      }
    }
    scopes.remove("");
    return scopes;
  }
}
