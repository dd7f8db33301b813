package dev.verge;

import java.util.Map;

/**
 * Who makes a request.
 *
 * @param user the user's id
 * @param claims what the token says, empty for a session cookie
 */
public record Identity(String user, Map<String, Object> claims) {}
