package dev.verge.web;

import dev.verge.Problem;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import gg.jte.TemplateNotFoundException;
import gg.jte.output.Utf8ByteOutput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bundle's JTE templates, compiled with it. Thread-safe. */
final class Templates {
  private final TemplateEngine engine;

  Templates(ClassLoader bundle) {
    // Without a folder of classes JTE takes the thread's context class loader, at creation.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(bundle);
    try {
      engine = TemplateEngine.createPrecompiled(ContentType.Html);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** HTML as UTF-8, every parameter escaped where it stands. */
  byte[] render(String template, Map<String, ? extends @Nullable Object> parameters) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    Map<String, @Nullable Object> copy = new HashMap<>(parameters);
    try {
      engine.render(template, copy, output);
    } catch (TemplateNotFoundException e) {
      throw new IllegalStateException(
          "the bundle has no template '"
              + template
              + "': is it in the templates' folder, and does the build run jte's generate goal?",
          e);
    } catch (TemplateException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw e;
    }
    return output.toByteArray();
  }
}
