package dev.verge.waf.body;

/** The formats of request bodies whose contents rules can look at. */
public enum Format {
  /** Forms as browsers send them by default; query strings too. */
  URLENCODED,
  /** Forms with files. */
  MULTIPART,
  JSON,
  XML
}
