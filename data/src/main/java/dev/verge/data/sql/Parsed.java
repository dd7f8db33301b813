package dev.verge.data.sql;

import static dev.verge.SqlException.Kind.STATEMENT;

import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement and what it is to a dataset; made only of statements that a dataset allows.
 *
 * @param name of the savepoint, or of the table that is dropped; otherwise empty
 */
record Parsed(Kind kind, String sql, String name) {
  enum Kind {
    /** Cannot write: SELECT, VALUES, EXPLAIN. */
    READ,
    /** Begins with WITH: may read or write. */
    WITH,
    /** INSERT, REPLACE. */
    INSERT,
    /** UPDATE, DELETE, REINDEX. */
    WRITE,
    /** Changes the schema, at every view. */
    SCHEMA,
    /** DROP TABLE: a schema change that must not touch other tables. */
    DROP_TABLE,
    /** Changes the triggers, which exist at the primary only. */
    TRIGGER,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO
  }

  private static final String OWN = "_verge";

  /** Whether a read-only connection may be asked to run it. */
  boolean mayRead() {
    return kind == Kind.READ || kind == Kind.WITH;
  }

  /** Whether it is a barrier between the rows before and after it. */
  boolean isSchema() {
    return kind == Kind.SCHEMA || kind == Kind.DROP_TABLE || kind == Kind.TRIGGER;
  }

  /**
   * Classifies one statement.
   *
   * @throws SqlException saying what is not allowed and what to do instead
   */
  static Parsed of(String sql) {
    List<Token> tokens = Token.all(sql);
    int length = tokens.size();
    while (length > 0 && tokens.get(length - 1).is(';')) {
      length--;
    }
    if (length == 0) {
      throw refused("there is no statement");
    }
    Cursor in = new Cursor(tokens.subList(0, length));
    Parsed parsed = classify(in, sql.substring(0, tokens.get(length - 1).end()));
    if (statementEnd(tokens, 0) < length) {
      throw refused("there are several statements: use batch(...) or transaction(...)");
    }
    refuseOwnNames(tokens);
    return parsed;
  }

  /** Splits a script at the semicolons between statements, also around trigger bodies. */
  static List<String> split(String script) {
    List<Token> tokens = Token.all(script);
    List<String> statements = new ArrayList<>();
    int start = 0;
    while (start < tokens.size()) {
      int end = statementEnd(tokens, start);
      if (end > start) {
        statements.add(script.substring(tokens.get(start).start(), tokens.get(end - 1).end()));
      }
      start = end + 1;
    }
    return statements;
  }

  /** The index of the semicolon that ends the statement, or the number of tokens. */
  private static int statementEnd(List<Token> tokens, int start) {
    boolean trigger = isCreateTrigger(tokens, start);
    boolean body = false;
    for (int i = start; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is(';') && !body) {
        return i;
      }
      if (trigger && token.is("BEGIN")) {
        body = true;
      } else if (body && token.is("END") && tokens.get(i - 1).is(';')) {
        body = false;
      }
    }
    return tokens.size();
  }

  private static boolean isCreateTrigger(List<Token> tokens, int start) {
    Cursor in = new Cursor(tokens.subList(start, tokens.size()));
    if (!in.take("CREATE")) {
      return false;
    }
    in.take("TEMP");
    in.take("TEMPORARY");
    return in.take("TRIGGER");
  }

  private static Parsed classify(Cursor in, String sql) {
    String verb = in.next().toUpperCase(Locale.ROOT);
    return switch (verb) {
      case "SELECT", "VALUES" -> new Parsed(Kind.READ, sql, "");
      case "WITH" -> new Parsed(Kind.WITH, sql, "");
      case "EXPLAIN" -> explain(in, sql);
      case "INSERT", "REPLACE" -> new Parsed(Kind.INSERT, sql, "");
      case "UPDATE", "DELETE", "REINDEX" -> new Parsed(Kind.WRITE, sql, "");
      case "CREATE" -> create(in, sql);
      case "DROP" -> drop(in, sql);
      case "ALTER" -> {
        refuseDeferred(in);
        yield new Parsed(Kind.SCHEMA, sql, "");
      }
      case "ANALYZE" -> new Parsed(Kind.SCHEMA, sql, "");
      case "SAVEPOINT" -> new Parsed(Kind.SAVEPOINT, sql, in.next());
      case "RELEASE" -> {
        in.take("SAVEPOINT");
        yield new Parsed(Kind.RELEASE, sql, in.next());
      }
      case "ROLLBACK" -> rollback(in, sql);
      case "BEGIN", "COMMIT", "END" ->
          throw refused(verb + " is not allowed: use batch(...) or transaction(...)");
      case "ATTACH", "DETACH" ->
          throw refused(verb + " is not allowed: a dataset is one database; declare another");
      case "VACUUM" ->
          throw refused("VACUUM is not allowed: it may renumber the rows of one view only");
      case "PRAGMA" ->
          throw refused(
              "PRAGMA is not allowed: the settings belong to the dataset; for the schema"
                  + " ask sqlite_schema or pragma_table_info(...)");
      default -> throw refused("a statement cannot begin with '" + verb + "'");
    };
  }

  private static Parsed explain(Cursor in, String sql) {
    if (in.take("QUERY")) {
      in.take("PLAN");
    }
    Kind kind = classify(in, sql).kind;
    if (kind == Kind.READ || kind == Kind.WITH || kind == Kind.INSERT || kind == Kind.WRITE) {
      return new Parsed(Kind.READ, sql, "");
    }
    throw refused("EXPLAIN is for SELECT, INSERT, UPDATE and DELETE");
  }

  private static Parsed rollback(Cursor in, String sql) {
    in.take("TRANSACTION");
    if (!in.take("TO")) {
      throw refused("ROLLBACK is not allowed: throw an exception to roll a transaction back");
    }
    in.take("SAVEPOINT");
    return new Parsed(Kind.ROLLBACK_TO, sql, in.next());
  }

  private static Parsed create(Cursor in, String sql) {
    if (in.take("TEMP") || in.take("TEMPORARY")) {
      throw refused("CREATE TEMP is not allowed: a dataset has no temporary objects; use WITH");
    }
    if (in.take("VIRTUAL")) {
      throw refused("CREATE VIRTUAL TABLE is not allowed: its changes cannot be replicated");
    }
    in.take("UNIQUE");
    boolean table = in.take("TABLE");
    boolean trigger = !table && in.take("TRIGGER");
    if (!table && !trigger && !in.take("INDEX") && !in.take("VIEW")) {
      throw refused("CREATE is for a TABLE, INDEX, VIEW or TRIGGER, not '" + in.next() + "'");
    }
    in.takeIfNotExists();
    refuseTemp(in.nameOf());
    if (table) {
      if (in.take("AS")) {
        throw refused("CREATE TABLE AS SELECT is not allowed: CREATE TABLE, then INSERT");
      }
      refuseDeferred(in);
    }
    return new Parsed(trigger ? Kind.TRIGGER : Kind.SCHEMA, sql, "");
  }

  private static Parsed drop(Cursor in, String sql) {
    boolean table = in.take("TABLE");
    boolean trigger = !table && in.take("TRIGGER");
    if (!table && !trigger && !in.take("INDEX") && !in.take("VIEW")) {
      throw refused("DROP is for a TABLE, INDEX, VIEW or TRIGGER, not '" + in.next() + "'");
    }
    in.takeIfExists();
    Name name = in.nameOf();
    refuseTemp(name);
    Kind kind = table ? Kind.DROP_TABLE : trigger ? Kind.TRIGGER : Kind.SCHEMA;
    return new Parsed(kind, sql, name.name);
  }

  private static void refuseTemp(Name name) {
    if (name.schema.equalsIgnoreCase("temp")) {
      throw refused("the schema temp is not allowed: a dataset has no temporary objects");
    }
  }

  private static void refuseDeferred(Cursor in) {
    while (in.more()) {
      if (in.take("INITIALLY")) {
        if (in.take("DEFERRED")) {
          throw refused("INITIALLY DEFERRED is not allowed: constraints are checked at once");
        }
      } else {
        in.next();
      }
    }
  }

  private static void refuseOwnNames(List<Token> tokens) {
    for (Token token : tokens) {
      if (token.names() && token.text().regionMatches(true, 0, OWN, 0, OWN.length())) {
        throw refused("names that begin with '_verge' are reserved: '" + token.text() + "'");
      }
      if (token.kind() != Token.Kind.STRING && token.text().equalsIgnoreCase("load_extension")) {
        throw refused("load_extension is not allowed");
      }
    }
  }

  private static SqlException refused(String why) {
    return new SqlException(STATEMENT, why);
  }

  private record Name(String schema, String name) {}

  /** Walks the tokens of one statement. */
  private static final class Cursor {
    private final List<Token> tokens;
    private int at;

    Cursor(List<Token> tokens) {
      this.tokens = tokens;
    }

    boolean more() {
      return at < tokens.size();
    }

    boolean take(String word) {
      if (more() && tokens.get(at).is(word)) {
        at++;
        return true;
      }
      return false;
    }

    String next() {
      if (!more()) {
        throw refused("the statement is cut short");
      }
      return tokens.get(at++).text();
    }

    void takeIfNotExists() {
      if (take("IF")) {
        take("NOT");
        take("EXISTS");
      }
    }

    void takeIfExists() {
      if (take("IF")) {
        take("EXISTS");
      }
    }

    Name nameOf() {
      String first = next();
      if (more() && tokens.get(at).is('.')) {
        at++;
        return new Name(first, next());
      }
      return new Name("", first);
    }
  }
}
