package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetVarTest {
  private static Passage set(String... actions) {
    return Request.get("/?name=Shoe&n=3")
        .through("SecAction \"id:1,phase:1," + String.join(",", actions) + "\"");
  }

  @Test
  void aVariableIsSet() {
    assertThat(set("setvar:tx.a=x").value("tx.a")).isEqualTo("x");
    assertThat(set("setvar:'tx.a=x, y'").value("tx.a")).isEqualTo("x, y");
    assertThat(set("setvar:tx.a=").value("tx.a")).isEmpty();
    assertThat(set("setvar:tx.a=x=y").value("tx.a")).isEqualTo("x=y");
    assertThat(set("setvar:tx.a=x", "setvar:tx.a=y").value("tx.a")).isEqualTo("y");
  }

  @Test
  void withoutAValueItIsOne() {
    assertThat(set("setvar:tx.a").value("tx.a")).isEqualTo("1");
  }

  @Test
  void namesDoNotDifferByCase() {
    assertThat(set("setvar:TX.Score=1", "setvar:tx.sCORE=+1").value("tx.SCORE")).isEqualTo("2");
  }

  @Test
  void aNameMayHaveDotsAndHyphens() {
    assertThat(set("setvar:tx.a.b-c_d=1").value("tx.a.b-c_d")).isEqualTo("1");
  }

  @Test
  void numbersAreAddedAndSubtracted() {
    assertThat(set("setvar:tx.a=5", "setvar:tx.a=+3").value("tx.a")).isEqualTo("8");
    assertThat(set("setvar:tx.a=5", "setvar:tx.a=-7").value("tx.a")).isEqualTo("-2");
    assertThat(set("setvar:tx.a=-3", "setvar:tx.a=+1").value("tx.a")).isEqualTo("-2");
  }

  @Test
  void whatIsNoNumberCountsAsZero() {
    assertThat(set("setvar:tx.a=+3").value("tx.a")).isEqualTo("3");
    assertThat(set("setvar:tx.a=-3").value("tx.a")).isEqualTo("-3");
    assertThat(set("setvar:tx.a=x", "setvar:tx.a=+3").value("tx.a")).isEqualTo("3");
    assertThat(set("setvar:tx.a=3", "setvar:tx.a=+x").value("tx.a")).isEqualTo("3");
  }

  @Test
  void aVariableIsRemoved() {
    Passage passage =
        Request.get("/")
            .through(
                "SecAction \"id:1,phase:1,setvar:tx.a=1,setvar:tx.b=1,setvar:!tx.a\"",
                "SecRule &TX:a \"@eq 0\" \"id:2,phase:1\"",
                "SecRule &TX:b \"@eq 1\" \"id:3,phase:1\"");
    assertThat(passage.ids()).containsExactly(1, 2, 3);
  }

  @Test
  void valuesMayHaveMacros() {
    assertThat(set("setvar:'tx.a=<%{args.name}-%{ARGS.n}>'").value("tx.a")).isEqualTo("<Shoe-3>");
    assertThat(set("setvar:tx.a=%{args.none}").value("tx.a")).isEmpty();
    assertThat(set("setvar:tx.a=2", "setvar:tx.a=+%{args.n}").value("tx.a")).isEqualTo("5");
    assertThat(set("setvar:tx.a=2", "setvar:tx.a=-%{args.n}").value("tx.a")).isEqualTo("-1");
    assertThat(set("setvar:tx.a=2", "setvar:tx.b=%{tx.a}%{tx.a}").value("tx.b")).isEqualTo("22");
  }

  @Test
  void namesMayHaveMacros() {
    assertThat(set("setvar:tx.a_%{args.name}=1").value("tx.a_shoe")).isEqualTo("1");
    assertThat(set("setvar:tx.%{args.n}%{args.n}=1", "setvar:!tx.%{args.n}3").value("tx.33"))
        .isEmpty();
  }

  @Test
  void variablesLiveAsLongAsTheRequest() {
    Passage passage =
        Request.get("/")
            .through(
                "SecAction \"id:1,phase:1,nolog,setvar:tx.a=1\"",
                "SecAction \"id:2,phase:3,nolog,setvar:tx.a=+1\"",
                "SecAction \"id:3,phase:5,msg:'%{tx.a}'\"");
    assertThat(passage.messages()).containsExactly("2");
  }

  @Test
  void requestsShareNoVariables() {
    Rules rules = Request.rules("SecAction \"id:1,phase:1,setvar:tx.n=+1,setvar:ip.n=+1\"");
    for (int i = 0; i < 3; i++) {
      Passage passage = Request.get("/").through(rules);
      assertThat(passage.value("tx.n")).isEqualTo("1");
      assertThat(passage.value("ip.n")).isEqualTo("1");
    }
  }

  @Test
  void otherCollectionsAreWrittenAlike() {
    for (String name : new String[] {"ip", "global", "resource", "session", "user", "env"}) {
      assertThat(set("initcol:ip=x", "setvar:" + name + ".a=7").value(name + ".a")).isEqualTo("7");
    }
  }

  @Test
  void rulesLookAtWhatOthersHaveJustWritten() {
    assertThat(
            Request.get("/")
                .through(
                    "SecRule TX:a \"@eq 1\" \"id:1,phase:1\"",
                    "SecAction \"id:2,phase:1,nolog,setvar:tx.a=1,setvar:tx.ab=2\"",
                    "SecRule TX:A \"@eq 1\" \"id:3,phase:1\"",
                    "SecRule TX:/^a/ \"@eq 2\" \"id:4,phase:1\"",
                    "SecRule &TX \"@eq 2\" \"id:5,phase:1\"",
                    "SecRule TX|!TX:a \"@eq 1\" \"id:6,phase:1\"")
                .ids())
        .containsExactly(3, 4, 5);
  }

  @Test
  void sumsMayBeLargerThanAnInt() {
    assertThat(set("setvar:tx.a=2147483647", "setvar:tx.a=+2147483647").value("tx.a"))
        .isEqualTo("4294967294");
    assertThat(set("setvar:tx.a=1234567890123", "setvar:tx.a=+1").value("tx.a"))
        .isEqualTo("1234567890124");
    assertThat(set("setvar:tx.a=" + Long.MAX_VALUE, "setvar:tx.a=+1").value("tx.a"))
        .isEqualTo("" + Long.MAX_VALUE);
    assertThat(set("setvar:tx.a=-" + Long.MAX_VALUE, "setvar:tx.a=-9").value("tx.a"))
        .isEqualTo("" + Long.MIN_VALUE);
  }

  @Test
  void aMatchThatCapturesTakesThePlaceOfGroupsThatWereSet() {
    Passage passage =
        Request.get("/?name=Shoe")
            .through(
                "SecAction \"id:1,phase:1,setvar:tx.1=x,setvar:tx.5=y,setvar:tx.10=z\"",
                "SecRule ARGS \"@rx S(h)\" \"id:2,phase:1,capture\"");
    assertThat(passage.value("tx.1") + passage.value("tx.5")).isEqualTo("h");
    assertThat(passage.value("tx.10")).isEqualTo("z");
  }

  @Test
  void namesDifferByLettersBeyondAscii() {
    Passage passage = set("setvar:tx.\u00C9=1", "setvar:tx.\u00E9=2");
    assertThat(passage.value("tx.\u00C9") + passage.value("tx.\u00E9")).isEqualTo("12");
  }
}
