package pet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeashTest {

  // A shell cannot listen to a signal that it was born deaf to; neither can a JVM.
  private static final String PROGRAM =
      "trap 'echo asked; exit 3' TERM; echo \"up $NAME\"; echo err >&2; while :; do sleep 0.02; done";

  private static Leash start() {
    return Leash.start(List.of("/bin/sh", "-c", PROGRAM), Map.of("NAME", "rex"));
  }

  @Test
  void aProgramIsHeardAndEndsWhenItIsLetGo() throws IOException, InterruptedException {
    Leash leash = start();
    BufferedReader output = leash.output();
    assertThat(output.readLine()).isEqualTo("up rex");
    assertThat(output.readLine()).isEqualTo("err");
    assertThat(ProcessHandle.of(leash.pid())).isPresent();
    leash.release();
    assertThat(output.readLine()).isEqualTo("asked");
    assertThat(output.readLine()).isNull();
    assertThat(leash.waitFor()).isEqualTo(3);
    assertThat(ProcessHandle.of(leash.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void tellsTheSignalThatEndedAProgram() throws IOException, InterruptedException {
    Leash leash = start();
    assertThat(leash.output().readLine()).isEqualTo("up rex");
    leash.kill();
    assertThat(leash.waitFor()).isEqualTo(128 + 9);
  }
}
