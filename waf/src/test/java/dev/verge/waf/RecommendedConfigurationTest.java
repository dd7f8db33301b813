package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What ModSecurity's recommended configuration says can be said here. */
class RecommendedConfigurationTest {
  private static final String[] CONFIGURATION = {
    "SecRuleEngine On",
    "SecRequestBodyAccess On",
    "SecRule REQUEST_HEADERS:Content-Type \"^application/json\" \\",
    "  \"id:'200001',phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON\"",
    "SecRequestBodyLimit 13107200",
    "SecRequestBodyInMemoryLimit 131072",
    "SecRequestBodyNoFilesLimit 131072",
    "SecRequestBodyLimitAction Reject",
    "SecRequestBodyJsonDepthLimit 512",
    "SecArgumentsLimit 1000",
    "SecRule &ARGS \"@ge 1000\" \"id:'200007', phase:2,t:none,log,deny,status:400,severity:2\"",
    "SecRule MULTIPART_STRICT_ERROR \"!@eq 0\" \"id:'200003',phase:2,t:none,log,deny,status:400, \\",
    "  msg:'PE %{REQBODY_PROCESSOR_ERROR} BQ %{MULTIPART_BOUNDARY_QUOTED} \\",
    "  BW %{MULTIPART_BOUNDARY_WHITESPACE} DB %{MULTIPART_DATA_BEFORE} \\",
    "  DA %{MULTIPART_DATA_AFTER} HF %{MULTIPART_HEADER_FOLDING} LF %{MULTIPART_LF_LINE} \\",
    "  SM %{MULTIPART_MISSING_SEMICOLON} IQ %{MULTIPART_INVALID_QUOTING} \\",
    "  IP %{MULTIPART_INVALID_PART} IH %{MULTIPART_INVALID_HEADER_FOLDING} \\",
    "  FL %{MULTIPART_FILE_LIMIT_EXCEEDED}'\"",
    "SecPcreMatchLimit 1000",
    "SecPcreMatchLimitRecursion 1000",
    "SecRule TX:/^MSC_/ \"!@streq 0\" \"id:'200005',phase:2,t:none,log,deny\"",
    "SecResponseBodyAccess On",
    "SecResponseBodyMimeType text/plain text/html text/xml",
    "SecResponseBodyLimit 524288",
    "SecResponseBodyLimitAction ProcessPartial",
    "SecTmpDir /tmp/",
    "SecDataDir /tmp/",
    "SecAuditEngine RelevantOnly",
    "SecAuditLogRelevantStatus \"^(?:5|4(?!04))\"",
    "SecAuditLogParts ABIJDEFHZ",
    "SecAuditLogType Serial",
    "SecAuditLog /var/log/modsec_audit.log",
    "SecArgumentSeparator &",
    "SecCookieFormat 0",
    "SecUnicodeMapFile unicode.mapping 20127",
    "SecStatusEngine Off",
  };

  @Test
  void itLoads() {
    assertThat(Request.rules(CONFIGURATION).size()).isEqualTo(4);
  }

  @Test
  void itLetsOrdinaryRequestsPass() {
    assertThat(Request.get("/?a=1").through(CONFIGURATION).interruption()).isNull();
    Passage json = Request.post("Application/JSON", "{\"a\":1}").through(CONFIGURATION);
    assertThat(json.interruption()).isNull();
    assertThat(json.value("ARGS.json.a")).isEqualTo("1");
  }

  @Test
  void itRefusesABrokenMultipartBody() {
    String lines = "--x\nContent-Disposition: form-data; name=a\n\n1\n--x--\n";
    Passage passage = Request.post("multipart/form-data; boundary=x", lines).through(CONFIGURATION);
    assertThat(passage.interrupted().ruleId()).isEqualTo(200_003);
    assertThat(passage.messages().getFirst()).startsWith("PE 0 BQ 0");
  }
}
