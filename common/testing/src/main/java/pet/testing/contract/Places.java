package pet.testing.contract;

import java.net.URI;
import pet.domain.ModuleName;
import pet.platform.remote.LocalContract;
import pet.testing.ForcedRemote;
import pet.testing.Neighbours;

/**
 * The places from which one contract is called: all three lead to one database.
 *
 * @param <T> the contract
 */
public final class Places<T> implements AutoCloseable {

  private final T here;
  private final T elsewhere;
  private final Neighbours neighbours = new Neighbours();
  private final ForcedRemote<T> badDay;

  /**
   * Makes the contract callable.
   *
   * @param local the module's own object
   * @param process one that hosts the module, too
   */
  public Places(ModuleName module, Class<T> contract, T local, URI process) {
    here = LocalContract.of(contract, local);
    elsewhere = neighbours.contract(module, contract, process);
    badDay = ForcedRemote.of(module, contract, local);
  }

  /** As a neighbour in the same process calls it. */
  public T here() {
    return here;
  }

  /** As a neighbour in another process does. */
  public T elsewhere() {
    return elsewhere;
  }

  /** The same, with answers lost and requests repeated. */
  public T onABadDay() {
    return badDay.contract();
  }

  @Override
  public void close() {
    badDay.close();
    neighbours.close();
  }
}
