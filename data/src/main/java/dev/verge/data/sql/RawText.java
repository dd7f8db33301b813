package dev.verge.data.sql;

/** Text in a database that is not UTF-8 (from {@code CAST(x'ff' AS TEXT)}), kept byte by byte. */
record RawText(byte[] bytes) {}
