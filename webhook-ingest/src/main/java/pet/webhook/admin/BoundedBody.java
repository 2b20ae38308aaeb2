package pet.webhook.admin;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** A body in memory, up to a size; past it the connection is dropped. */
final class BoundedBody implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private long left;
  private Subscription subscription;
  private boolean ended;

  BoundedBody(long most) {
    left = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    whole.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    if (ended) {
      return;
    }
    left -= parts.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left < 0) {
      subscription.cancel();
      onError(new IOException("the answer is too large"));
    } else {
      whole.onNext(parts);
    }
  }

  @Override
  public void onError(Throwable error) {
    ended = true;
    whole.onError(error);
  }

  @Override
  public void onComplete() {
    if (!ended) {
      whole.onComplete();
    }
  }
}
