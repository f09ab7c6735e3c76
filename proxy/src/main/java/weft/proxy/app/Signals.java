package weft.proxy.app;

import java.lang.reflect.Proxy;

/**
 * Catches signals without beginning to shut the virtual machine down.
 *
 * <p>{@code sun.misc.Signal} is the only way to do that. Naming it is a compiler's warning that
 * nothing can suppress, so it is found by its name.
 */
public final class Signals {
  private Signals() {}

  /**
   * Runs the action, on a thread of the virtual machine's, each time that the signal comes; its
   * name is without SIG. A signal that was ignored when this process started stays ignored.
   *
   * @throws IllegalStateException if this virtual machine has no module jdk.unsupported
   */
  public static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var caller =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), caller);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SIG" + name + " cannot be caught", e);
    }
  }
}
