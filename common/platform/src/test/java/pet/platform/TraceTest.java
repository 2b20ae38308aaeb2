package pet.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TraceTest {

  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @Test
  void continuesWhatItsCallerBegan() {
    Trace trace = Trace.continuing("00-" + ID + "-" + PARENT + "-01");

    assertThat(trace.traceId()).isEqualTo(ID);
    assertThat(trace.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
    assertThat(trace.header()).isEqualTo("00-" + ID + "-" + trace.spanId() + "-01");
  }

  @Test
  void understandsLaterVersions() {
    assertThat(Trace.continuing("cc-" + ID + "-" + PARENT + "-00-more").traceId()).isEqualTo(ID);
  }

  @Test
  void beginsWhereThereIsNothingToContinue() {
    for (String header :
        List.of(
            "",
            "00",
            "ff-" + ID + "-" + PARENT + "-01",
            "00-" + "0".repeat(32) + "-" + PARENT + "-01",
            "00-" + ID + "-" + "0".repeat(16) + "-01",
            "00-" + ID + "-" + PARENT + "-01-more",
            "00-" + ID.substring(1) + "-" + PARENT + "-01",
            "00-" + ID.replace('a', 'g') + "-" + PARENT + "-01")) {
      assertThat(Trace.continuing(header).traceId()).as(header).hasSize(32).isNotEqualTo(ID);
    }
    assertThat(Trace.continuing(null).traceId()).isNotEqualTo(Trace.create().traceId());
  }

  @Test
  void isItsThreadsUntilClosed() {
    Trace outer = Trace.create();
    Trace inner = Trace.create();
    Trace.Scope outerScope = outer.open();
    Trace.Scope innerScope = inner.open();
    assertThat(Trace.current()).contains(inner);
    assertThat(MDC.get(Trace.MDC_KEY)).isEqualTo(inner.traceId());

    innerScope.close();
    assertThat(Trace.currentOrNew()).isEqualTo(outer);
    outerScope.close();
    assertThat(Trace.current()).isEmpty();
    assertThat(MDC.get(Trace.MDC_KEY)).isNull();
  }
}
