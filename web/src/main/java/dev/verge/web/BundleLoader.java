package dev.verge.web;

import dev.verge.App;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The classes of one bundle, and from outside only what a bundle is compiled against: the JDK, the
 * application API, JTE's runtime and JSpecify's annotations. So an application can neither reach
 * into the runtime nor be broken by the libraries and versions in there.
 */
final class BundleLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  BundleLoader(URL root) {
    super("bundle", new URL[] {root}, new Shared());
  }

  /** The part of the runtime that bundles see: classes only, none of its resources. */
  private static final class Shared extends ClassLoader {
    private static final ClassLoader RUNTIME = App.class.getClassLoader();

    static {
      registerAsParallelCapable();
    }

    Shared() {
      super("shared", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (isShared(name)) {
        return RUNTIME.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }

    private static boolean isShared(String name) {
      return isIn(name, "dev.verge.")
          || isIn(name, "org.jspecify.annotations.")
          || (name.startsWith("gg.jte.") && !name.startsWith("gg.jte.generated."));
    }

    /** In that very package, not in one below. */
    private static boolean isIn(String name, String prefix) {
      return name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0;
    }
  }
}
