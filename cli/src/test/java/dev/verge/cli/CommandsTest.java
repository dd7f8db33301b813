package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a control endpoint that answers what the tests say. */
final class CommandsTest {
  @TempDir private Path folder;
  private Path data;
  private FakeControl control;

  @BeforeEach
  void start() throws IOException {
    data = folder.resolve("data");
    control = new FakeControl(data);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private Run verge(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--data=" + data;
    return Run.verge(all);
  }

  private static final String STATUS =
      """
      {"gateway":"http://localhost:8787","locations":[\
      {"name":"iad","city":"Washington","country":"US","role":"origin",\
      "url":"http://localhost:8788","health":"up","cut":false,\
      "shield":{"connectionsRefused":7,"refused":3,"rules":{"200401":3,"200800":3},\
      "limits":{"orders":{"allowed":9,"refused":2,"forgotten":0},"quiet":{"refused":0}}}},\
      {"name":"nrt","city":"Tokyo","country":"JP","role":"edge",\
      "url":"http://localhost:8789","health":"up","cut":true}],\
      "datasets":[\
      {"name":"catalog","store":"sql","consistency":"eventual","location":"iad",\
      "applied":1204,"lag_ms":0,"primary":"iad","trouble":null},\
      {"name":"catalog","store":"sql","consistency":"eventual","location":"nrt",\
      "applied":98,"lag_ms":null,"primary":"iad","trouble":"gap at 99"}]}\
      """;

  @Test
  void statusShowsLocationsDatasetsAndWhatKeepsThemBack() {
    control.answer("GET /status", 200, STATUS);

    Run run = verge("status");

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                Gateway: http://localhost:8787

                LOCATION  WHERE           ROLE    ADDRESS                HEALTH
                iad       Washington, US  origin  http://localhost:8788  up
                nrt       Tokyo, JP       edge    http://localhost:8789  up, cut off

                DATASET  STORE  CONSISTENCY  LOCATION  APPLIED  LAG MS  PRIMARY
                catalog  sql    eventual     iad          1204       0  iad
                catalog  sql    eventual     nrt            98       -  iad

                SHIELD OF  CONNECTIONS REFUSED  FIREWALL REFUSED  RULES MATCHED         LIMITS REFUSED
                iad                          7                 3  200401: 3, 200800: 3  orders: 2
                nrt                          -                 -  -                     -

                catalog at nrt: gap at 99
                """,
                ""));
  }

  @Test
  void jsonIsTheAnswerOfTheWorldInOneLine() {
    control.answer("GET /status", 200, STATUS);

    assertThat(verge("status", "--json")).isEqualTo(new Run(0, STATUS + "\n", ""));
  }

  @Test
  void sqlShowsRowsWithNullsAndEscapes() {
    control.answer(
        "POST /sql",
        200,
        """
        {"columns":["id","name"],"rows":[[1,"tea\\n"],[20,null]],"truncated":false}\
        """);

    Run run = verge("sql", "catalog", "SELECT id, name FROM products", "--at", "nrt");

    assertThat(run).isEqualTo(new Run(0, "id  name\n 1  tea\\n\n20  NULL\n2 rows\n", ""));
    assertThat(control.requests())
        .containsExactly(
            "POST /sql {\"dataset\":\"catalog\",\"sql\":\"SELECT id, name FROM products\","
                + "\"at\":\"nrt\"}");
  }

  @Test
  void sqlTellsHowManyRowsAWriteChanged() {
    control.answer(
        "POST /sql", 200, "{\"columns\":[],\"rows\":[],\"truncated\":false,\"changes\":1}");

    assertThat(verge("sql", "catalog", "DELETE FROM products").out()).isEqualTo("1 row changed\n");
  }

  @Test
  void sqlTellsThatThereAreMoreRows() {
    control.answer("POST /sql", 200, "{\"columns\":[\"a\"],\"rows\":[[1]],\"truncated\":true}");

    assertThat(verge("sql", "catalog", "SELECT 1 AS a").out())
        .endsWith("the first 1 rows; there are more\n");
  }

  @Test
  void aRefusalIsTheProblemsDetailAndExitCode1() {
    control.answer(
        "POST /sql",
        400,
        "{\"title\":\"The statement was refused\",\"detail\":\"no such table: product\"}");

    assertThat(verge("sql", "catalog", "SELECT * FROM product"))
        .isEqualTo(new Run(1, "", "verge: no such table: product\n"));
  }

  @Test
  void kvGetPrintsTheValue() {
    control.answer("POST /kv", 200, "{\"key\":\"k\",\"value\":\"v\",\"revision\":3}");

    assertThat(verge("kv", "get", "sessions", "k")).isEqualTo(new Run(0, "v\n", ""));
    assertThat(control.requests())
        .containsExactly(
            "POST /kv {\"key\":\"k\",\"op\":\"get\",\"dataset\":\"sessions\",\"at\":null}");
  }

  @Test
  void kvPutSendsTheTtlAndPrintsTheRevision() {
    control.answer("POST /kv", 200, "{\"revision\":7}");

    assertThat(verge("kv", "put", "sessions", "k", "v", "--ttl", "60").out())
        .isEqualTo("revision 7\n");
    assertThat(control.requests().getFirst())
        .contains("\"value\":\"v\"", "\"ttl_seconds\":60", "\"op\":\"put\"");
  }

  @Test
  void kvDeleteTellsWhetherThereWasSomething() {
    control.answer("POST /kv", 200, "{\"deleted\":false}");
    assertThat(verge("kv", "delete", "sessions", "k").out()).isEqualTo("there was no such key\n");

    control.answer("POST /kv", 200, "{\"deleted\":true}");
    assertThat(verge("kv", "delete", "sessions", "k").out()).isEqualTo("deleted\n");
  }

  @Test
  void kvListShowsEntriesAndHowToGoOn() {
    control.answer(
        "POST /kv",
        200,
        """
        {"entries":[{"key":"a","value":"1","revision":5,"expiresAt":"2026-01-01T00:00:00Z"},\
        {"key":"b","base64":"/w==","revision":6,"expiresAt":null}],"cursor":"b"}\
        """);

    Run run = verge("kv", "list", "sessions", "--prefix", "x", "--limit", "2");

    assertThat(run.out())
        .isEqualTo(
            """
            KEY  VALUE        REVISION  EXPIRES
            a    1                   5  2026-01-01T00:00:00Z
            b    base64:/w==         6  never
            there are more: --cursor b
            """);
    assertThat(control.requests().getFirst()).contains("\"prefix\":\"x\"", "\"limit\":2");
  }

  @Test
  void faultSaysWhatHolds() {
    control.answer("POST /fault", 200, "{\"location\":\"nrt\",\"cut\":true}");
    assertThat(verge("fault", "partition", "nrt").out())
        .isEqualTo("nrt is cut off from the other locations; its clients still reach it\n");

    control.answer("POST /fault", 200, "{\"location\":\"nrt\",\"cut\":false}");
    assertThat(verge("fault", "heal", "nrt").out())
        .isEqualTo("nrt is connected with the other locations\n");
    assertThat(control.requests().getFirst()).contains("\"op\":\"partition\"");
    assertThat(control.requests().getLast()).contains("\"op\":\"heal\"");
  }

  @Test
  void wafReloadSaysHowManyRulesAreInForceWhere() {
    control.answer("POST /waf/reload", 200, "{\"rules\":83,\"locations\":[\"iad\",\"nrt\"]}");

    assertThat(verge("waf", "reload"))
        .isEqualTo(new Run(0, "83 rules are in force at iad, nrt\n", ""));
  }

  @Test
  void rulesThatCannotBeReloadedAreTheCallersError() {
    control.answer("POST /waf/reload", 422, "{\"detail\":\"after.conf:2: no operator @nothing\"}");

    assertThat(verge("waf", "reload"))
        .isEqualTo(new Run(2, "", "verge: after.conf:2: no operator @nothing\n"));
  }

  @Test
  void withoutAWorldSaysHowToStartOne() throws IOException {
    Files.delete(data.resolve("control.json"));

    assertThat(verge("status"))
        .isEqualTo(
            new Run(2, "", "verge: no world runs on " + data + ": start one with ./verge dev\n"));
  }

  @Test
  void aWorldThatDiedCountsAsNone() {
    control.close();

    assertThat(verge("sql", "catalog", "SELECT 1").err())
        .isEqualTo("verge: no world runs on " + data + ": start one with ./verge dev\n");
  }

  @Test
  void aTokenOfAnotherWorldIsToldWithoutShowingIt() throws IOException {
    control.announce(data, "stale-token");

    Run run = verge("status");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("another world").doesNotContain("stale-token");
  }

  @Test
  void aDamagedControlFileIsNamed() throws IOException {
    Files.writeString(data.resolve("control.json"), "{\"url\":");

    Run run = verge("status");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(data.resolve("control.json").toString());
  }

  @Test
  void anAnswerThatIsNotJsonIsAFailure() {
    control.answer("GET /status", 200, "<html>");

    assertThat(verge("status").exitCode()).isEqualTo(1);
  }
}
