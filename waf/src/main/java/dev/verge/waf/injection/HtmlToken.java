package dev.verge.waf.injection;

/** A token of HTML: what it is, and where its text is in the value. */
record HtmlToken(Kind kind, int start, int end) {
  enum Kind {
    TEXT,
    TAG_NAME,
    /** The end of a tag. */
    TAG_END,
    /** A closing tag, whole. */
    CLOSING_TAG,
    ATTRIBUTE_NAME,
    ATTRIBUTE_VALUE,
    COMMENT,
    DOCTYPE
  }

  int length() {
    return end - start;
  }
}
