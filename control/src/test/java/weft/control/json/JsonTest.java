package weft.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Property
  void everyStringComesBackAsItWas(@ForAll String name, @ForAll String value) throws JsonException {
    var members = new Json.Members(Map.of(name, Json.of(value)));
    assertThat(Json.parseObject(members.toString()).text(name)).isEqualTo(value);
    assertThat(Json.parseObject(members.pretty())).isEqualTo(members);
  }

  @Property
  void everyWholeNumberComesBackAsItWas(@ForAll long value) throws JsonException {
    var members = new Json.Members(Map.of("n", Json.of(value)));
    assertThat(Json.parseObject(members.toString()).whole("n")).isEqualTo(value);
  }

  @Test
  void everyKindOfValueIsReadAndPrinted() throws JsonException {
    var text = "{\"a\":[1,-2.50,3E+7,true,false,null,{}],\"b\":\"\\u0001\\\"\\\\\\n\",\"c\":[]}";
    assertThat(Json.parseObject(text)).hasToString(text);
  }

  @Test
  void linesAreIndentedByTwo() throws JsonException {
    assertThat(Json.parseObject("{\"a\":[1],\"b\":{}}").pretty())
        .isEqualTo("{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{}x",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1e99999999999}",
        "{\"a\":[1,]}",
        "{\"a\":1 2}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> Json.parseObject(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void depthIsBounded() {
    var text = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> Json.parseObject(text)).hasMessage("nested deeper than 32");
  }

  @Test
  void hugeExponentsAreNotWorkedOut() throws JsonException {
    var json = Json.parseObject("{\"a\":1e999999999,\"b\":1e-999999999}");
    assertThatThrownBy(() -> json.whole("a")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> json.whole("b")).isInstanceOf(JsonException.class);
  }

  @Test
  void anUnexpectedMemberIsShownShortened() throws JsonException {
    var json = Json.parseObject("{\"a\":\"" + "x".repeat(1000) + "\"}");
    assertThatThrownBy(() -> json.whole("a"))
        .hasMessageStartingWith("member \"a\": expected a whole number, found \"xxx")
        .hasMessageEndingWith("...");
  }
}
