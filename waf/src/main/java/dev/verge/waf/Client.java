package dev.verge.waf;

/**
 * Who sends a request, and to whom.
 *
 * @param address the client's
 * @param port the client's
 * @param serverAddress where it came to
 * @param serverPort where it came to
 * @param requestId how the request is called everywhere
 */
public record Client(
    String address, int port, String serverAddress, int serverPort, String requestId) {}
