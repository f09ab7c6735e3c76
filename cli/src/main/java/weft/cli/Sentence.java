package weft.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an exception means to a user. */
final class Sentence {
  private Sentence() {}

  /** Never empty; without the names of classes where the cause is known. */
  static String of(Throwable error) {
    return switch (error) {
      case Trouble trouble -> String.valueOf(trouble.getMessage());
      case NoSuchFileException e -> e.getFile() + ": no such file or directory";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileAlreadyExistsException e -> e.getFile() + " exists already and is left as it is";
      case NotDirectoryException e -> e.getFile() + " is no directory";
      case FileNotFoundException e -> text(e);
      case BindException e -> text(e) + ": is another process listening there?";
      case IOException e -> text(e);
      default -> "unexpected: " + error + "; --debug shows where";
    };
  }

  private static String text(Throwable error) {
    var message = error.getMessage();
    return message == null || message.isBlank() ? error.toString() : message;
  }
}
