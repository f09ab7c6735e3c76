package weft.testkit.invariant;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Puts {@link OpenResources} in place before any test class, of any engine, is loaded. */
public final class InstallOpenResources implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (OpenResources.installed() == null) {
      OpenResources.install();
    }
  }
}
