package weft.proxy.admin;

/** Answers questions, on the second executor. */
@FunctionalInterface
public interface Site {
  Page answer(Question question);
}
