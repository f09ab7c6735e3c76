package weft.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.proxy.route.ResponseClasses.Of;
import weft.proxy.route.ResponseClasses.StatusMatch;

class ResponseClassesTest {
  @Test
  void theFirstClassThatMatchesDecides() {
    var classes =
        new ResponseClasses(
            List.of(
                new Of(new StatusMatch.Range(500, 504), false),
                new Of(new StatusMatch.Range(500, 599), true)));
    assertThat(classes.classify(503, null).failure()).isFalse();
    assertThat(classes.classify(505, "0").failure()).isTrue();
    assertThat(classes.classify(404, null).failure()).isFalse();
  }

  @Test
  void partsAreJoined() {
    var odd =
        new StatusMatch.All(
            List.of(
                new StatusMatch.Any(
                    List.of(new StatusMatch.Range(400, 499), new StatusMatch.Range(300, 399))),
                new StatusMatch.Not(new StatusMatch.Range(404, 404))));
    var classes = new ResponseClasses(List.of(new Of(odd, true)));
    assertThat(classes.classify(403, null).failure()).isTrue();
    assertThat(classes.classify(302, null).failure()).isTrue();
    assertThat(classes.classify(404, null).failure()).isFalse();
  }

  @Test
  void withoutAClassTheStatusOfGrpcDecidesAndThenThatOfHttp() {
    assertThat(ResponseClasses.NONE.classify(200, "13").failure()).isTrue();
    assertThat(ResponseClasses.NONE.classify(500, "0").failure()).isFalse();
    assertThat(ResponseClasses.NONE.classify(500, null).failure()).isTrue();
    assertThat(ResponseClasses.NONE.isDecidedByHead(200, null)).isFalse();
    assertThat(ResponseClasses.NONE.isDecidedByHead(200, "0")).isTrue();
  }
}
