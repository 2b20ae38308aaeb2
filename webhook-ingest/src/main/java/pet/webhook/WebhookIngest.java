package pet.webhook;

import java.util.List;
import pet.platform.PetApplication;

/** The webhook module as a process of its own. */
public final class WebhookIngest {

  private WebhookIngest() {}

  public static void main(String[] args) throws Exception {
    new PetApplication("webhook-ingest", List.of(new WebhookModule())).run(args);
  }
}
