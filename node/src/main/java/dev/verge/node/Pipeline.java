package dev.verge.node;

import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.shield.Firewall;
import dev.verge.shield.guard.Concurrency;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a request at a location, in this order and nothing else:
 *
 * <ol>
 *   <li>guard: who is let in, bounds of head and body, requests in flight; limits that the head
 *       tells enough for, such as those of an address (on the event loop)
 *   <li>WAF: rules look at the request, and at step 7 at the response (on the event loop, unless
 *       they are large)
 *   <li>identity: a token is verified with keys held here
 *   <li>limits of the user, token or anything else
 *   <li value="6">handler: the application, plain blocking code
 *   <li value="7">response: headers and body go back to the event loop and out
 * </ol>
 *
 * The numbers are those of the design: the shared HTTP cache takes place 5 when it comes. From step
 * 3 on a request has a virtual thread of its own. A stage that gives a response ends the request's
 * way through the stages; each is timed.
 */
final class Pipeline {
  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  private final Services services;
  private final Guard guard;
  private final RouteLimits limits;
  private final ResponseWriter writer;
  private final List<Stage> stages;

  /** A step; a response ends the way. The first is on the event loop, if it may. */
  private record Stage(String name, Step step) {
    interface Step {
      @Nullable Response run(Exchange x);
    }
  }

  Pipeline(Services services, Guard guard, RouteLimits limits) {
    this.services = services;
    this.guard = guard;
    this.limits = limits;
    this.writer = new ResponseWriter(services.location().code(), services.application().json());
    this.stages =
        List.of(
            new Stage("waf", this::waf),
            new Stage("identity", this::identity),
            new Stage("limit", limits::later),
            new Stage("handler", this::handler));
  }

  /** Takes a request from the event loop that it came in on. Never throws. */
  void accept(HttpServerRequest http, Client client) {
    Exchange x = new Exchange(http, client, services);
    Problem why = guard.look(x);
    Response refusal = why == null ? limit(x) : why.toResponse();
    if (refusal != null) {
      Guard.closeAfter(x);
      end(x, refusal);
      return;
    }
    guard.admit(x, () -> admitted(x), r -> end(x, r));
  }

  private void admitted(Exchange x) {
    if (services.firewall() == null || !FirewallPass.isSmall(x)) {
      begin(x, stages);
      return;
    }
    Response refusal = answer(x, stages.subList(0, 1));
    if (refusal != null) {
      end(x, refusal);
    } else {
      begin(x, stages.subList(1, stages.size()));
    }
  }

  private void begin(Exchange x, List<Stage> some) {
    long asked = System.nanoTime();
    Thread.ofVirtual()
        .name("request")
        .start(() -> {
          x.places.takenUp(Concurrency.Queue.REQUEST, asked);
          serve(x, some);
        });
  }

  private @Nullable Response limit(Exchange x) {
    x.match(); // which is timed by itself
    long start = System.nanoTime();
    Response refusal = limits.first(x);
    x.timings.add("limit", System.nanoTime() - start);
    return refusal;
  }

  /** Answers a request that did not get as far as being one. */
  void refuse(HttpServerRequest http, Client client, Problem problem) {
    Exchange x = new Exchange(http, client, services);
    writer.write(x, problem.toResponse(), () -> {});
  }

  private void serve(Exchange x, List<Stage> some) {
    Response response = answer(x, some);
    end(x, response == null ? failure(x) : response);
  }

  /** The answer of the first of some stages that gives one; null if none does. */
  private @Nullable Response answer(Exchange x, List<Stage> some) {
    try {
      for (Stage stage : some) {
        long start = System.nanoTime();
        Response response = stage.step().run(x);
        x.timings.add(stage.name(), System.nanoTime() - start);
        if (response != null) {
          return response;
        }
      }
      return null;
    } catch (Problem problem) {
      return problem.toResponse();
    } catch (RuntimeException | Error e) {
      log.error("request {} failed in the pipeline", x.requestId(), e);
      return failure(x);
    }
  }

  private @Nullable Response waf(Exchange x) {
    guard.decode(x); // what the rules and the application are to see
    Firewall firewall = services.firewall();
    return firewall == null ? null : x.inspect(firewall);
  }

  /** Step 7, first half: what rules make of the response. */
  private static Response inspected(Exchange x, Response response) {
    try {
      return x.inspected(response);
    } catch (RuntimeException | Error e) {
      log.error("request {}: the firewall failed on the response", x.requestId(), e);
      return failure(x);
    }
  }

  private @Nullable Response identity(Exchange x) {
    x.identify();
    return null;
  }

  private Response handler(Exchange x) {
    return services.application().handle(x.request(), x.match(), x);
  }

  /** Step 7. */
  private void end(Exchange x, Response response) {
    if (x.isInspected() && FirewallPass.isSmall(response, services.application().json())) {
      x.onEventLoop(() -> write(x, inspected(x, response)));
    } else {
      write(x, inspected(x, response));
    }
  }

  private void write(Exchange x, Response response) {
    writer.write(x, response, () -> guard.leave(x));
    x.runAfterResponse();
  }

  private static Response failure(Exchange x) {
    return Problem.of(500, "Internal server error").with("requestId", x.requestId()).toResponse();
  }
}
