package dev.verge.data.sql;

import dev.verge.Sql.Result;
import dev.verge.log.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Statements that one client wants in one transaction, known in advance. */
final class BatchJob implements Job, Outcome {
  private final List<Command> commands;
  private final byte @Nullable [] id;
  private final CompletableFuture<Written> answer = new CompletableFuture<>();
  private List<Result> results = List.of();

  /**
   * @param id of a forwarded write: if it was committed before, its first results are the answer
   */
  BatchJob(List<Command> commands, byte @Nullable [] id) {
    this.commands = commands;
    this.id = id;
  }

  List<Command> commands() {
    return commands;
  }

  byte @Nullable [] id() {
    return id;
  }

  CompletableFuture<Written> answer() {
    return answer;
  }

  boolean changesSchema() {
    for (Command command : commands) {
      if (command.parsed().isSchema()) {
        return true;
      }
    }
    return false;
  }

  /** What it gave, while it is not known yet whether it is committed. */
  void gave(List<Result> given) {
    results = given;
  }

  @Override
  public void committed(Position position) {
    answer.complete(new Written(results, Written.mark(position)));
  }

  @Override
  public void failed(RuntimeException why) {
    answer.completeExceptionally(why);
  }
}
