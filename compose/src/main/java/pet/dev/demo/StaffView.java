package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.demo.StoreHttp.Reply;

/** What staff read of a process, whole lists of it. */
record StaffView(StoreHttp store, String token) {

  /**
   * @throws IllegalStateException if it is refused
   */
  JsonNode page(String path) throws NoAnswer {
    Reply reply = store.get(path, token);
    if (reply.status() != 200) {
      throw new IllegalStateException(path + " answers " + reply.status());
    }
    return reply.json();
  }

  /** All pages of a list. */
  List<JsonNode> all(String list) throws NoAnswer {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page(list + "?limit=100" + cursor);
      page.get("items").forEach(items::add);
      String next = page.get("nextCursor").textValue();
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    return items;
  }
}
