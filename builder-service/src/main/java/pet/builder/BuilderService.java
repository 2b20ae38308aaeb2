package pet.builder;

import java.util.List;
import pet.platform.PetApplication;

/** The builder module as a process of its own. */
public final class BuilderService {

  private BuilderService() {}

  public static void main(String[] args) throws Exception {
    new PetApplication("builder-service", List.of(new BuilderModule())).run(args);
  }
}
