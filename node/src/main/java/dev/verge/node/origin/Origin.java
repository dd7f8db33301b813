package dev.verge.node.origin;

import dev.verge.Data;
import dev.verge.OriginContext;
import dev.verge.data.Peers;
import dev.verge.node.config.Settings;
import dev.verge.web.Application;
import dev.verge.web.Bundle;
import dev.verge.web.Component;
import dev.verge.web.Dataset;
import dev.verge.web.Json;
import dev.verge.web.Migration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Origin components as one location sees them: at the origin they are made and run here, elsewhere
 * they are called over the network. Thread-safe.
 */
public final class Origin implements AutoCloseable {
  private final Application application;
  private final Map<Class<?>, Contract> contracts = new LinkedHashMap<>();
  private final RemoteComponent remote;
  private final LocalComponents local;
  private final boolean here;
  private final Databases databases;
  private final OriginServices services;

  /**
   * Where and with what the origin runs.
   *
   * @param location this location's code
   * @param origin the code of the location with the origin role
   * @param folder for the databases' files
   * @param shared for the database programs, which locations and worlds may share
   * @param addresses PostgreSQL servers by dataset; the others get an embedded one
   * @param progress told how the databases start, for people; from any thread
   */
  public record Place(
      String location,
      String origin,
      Path folder,
      Path shared,
      Map<String, Settings.Postgres> addresses,
      Consumer<String> progress) {}

  /** The components of an application; nothing runs yet. */
  public Origin(Place place, Bundle bundle, Application application, Data data, Peers peers) {
    this(place, migrations(bundle, application), application, data, peers);
  }

  Origin(
      Place place,
      Map<String, List<Migration>> migrations,
      Application application,
      Data data,
      Peers peers) {
    this.application = application;
    this.here = place.location().equals(place.origin());
    Json json = application.json();
    this.remote = new RemoteComponent(place.origin(), peers, json);
    this.local = new LocalComponents(json);
    for (Component component : application.components()) {
      contracts.put(component.type(), Contract.of(component.type()));
    }
    this.databases = new Databases(place, here ? migrations : Map.of());
    this.services = new OriginServices(data, databases);
  }

  /** What other locations may ask of this one; nothing unless it is the origin. */
  public Map<String, Peers.Operation> operations() {
    Map<String, Peers.Operation> operations = new LinkedHashMap<>();
    if (here) {
      contracts.values().forEach(c -> operations.putAll(c.operations(local::serve)));
    }
    return operations;
  }

  /** At the origin, starts databases in the background and makes the components. */
  public void start() {
    if (!here) {
      return;
    }
    databases.start();
    for (Component component : application.components()) {
      local.add(component.type(), component.factory().apply((OriginContext) services));
    }
  }

  /**
   * A caller of a component.
   *
   * @param nanos told how long each call took
   * @throws IllegalArgumentException if the application declares no such component
   */
  public <T> T proxy(Class<T> component, LongConsumer nanos) {
    Contract contract = contracts.get(component);
    if (contract == null) {
      throw new IllegalArgumentException(
          component.getName() + " is not declared: edge.origin(...) declares origin components");
    }
    Object proxy =
        Proxy.newProxyInstance(
            component.getClassLoader(),
            new Class<?>[] {component},
            (self, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(contract, arguments);
              }
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
              }
              Contract.Call call = contract.call(method);
              long start = System.nanoTime();
              try {
                return here ? local.call(call, arguments) : remote.call(call, arguments);
              } finally {
                nanos.accept(System.nanoTime() - start);
              }
            });
    return component.cast(proxy);
  }

  /**
   * The connections of a PostgreSQL dataset; to be had at the origin only.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  public DataSource postgres(String dataset) {
    return databases.source(dataset);
  }

  /** How each PostgreSQL dataset stands, by name; empty unless this is the origin. */
  public Map<String, String> databases() {
    return databases.status();
  }

  @Override
  public void close() {
    services.close();
    databases.close();
  }

  private static Map<String, List<Migration>> migrations(Bundle bundle, Application application) {
    Map<String, List<Migration>> migrations = new LinkedHashMap<>();
    for (Dataset dataset : application.datasets()) {
      if (dataset instanceof Dataset.PostgresDeclaration postgres) {
        migrations.put(postgres.name(), bundle.migrations(postgres.name()));
      }
    }
    return migrations;
  }
}
