package dev.verge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param user the user's id
 * @param claims what the token says, in types of JSON that cannot be changed; empty for a session
 *     cookie
 */
public record Identity(String user, Map<String, Object> claims) {
  /**
   * What the token may be used for: {@code scope}, separated by spaces (RFC 8693, section 4.2), or
   * {@code scp}, which some issuers write instead, as a list or likewise.
   */
  public Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>();
    for (String claim : List.of("scope", "scp")) {
      if (claims.get(claim) instanceof String text) {
        scopes.addAll(List.of(text.split(" ")));
      } else if (claims.get(claim) instanceof List<?> list) {
        list.stream().filter(String.class::isInstance).map(String.class::cast).forEach(scopes::add);
      }
    }
    scopes.remove("");
    return Set.copyOf(scopes);
  }
}
