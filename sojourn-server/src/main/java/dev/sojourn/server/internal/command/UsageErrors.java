package dev.sojourn.server.internal.command;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Converts the errors of the command line parser to one sentence. Unknown arguments are not
 * repeated, because they may be passwords.
 */
public final class UsageErrors {

  private UsageErrors() {}

  public static CommandFailure failure(ParameterException error) {
    String sentence =
        error instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : String.valueOf(error.getMessage());
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    return new CommandFailure(CommandFailure.USAGE, sentence + "; see " + command + " --help");
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().get(0);
    CommandLine command = unmatched.getCommandLine();
    if (argument.startsWith("-")) {
      return "unknown option " + argument.replaceFirst("=.*", "");
    }
    return command.getSubcommands().isEmpty()
        ? command.getCommandName() + " accepts only options"
        : "unknown command";
  }
}
