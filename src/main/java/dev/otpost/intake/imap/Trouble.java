package dev.otpost.intake.imap;

import java.io.IOException;

/** Why a watch cannot go on just now. The message is for the operator, and says what to do. */
abstract sealed class Trouble extends IOException {
  private static final long serialVersionUID = 1;

  private Trouble(String message, Throwable cause) {
    super(message, cause);
  }

  private Trouble(String message) {
    super(message);
  }

  /** There is no connection, or none any more. It passes by itself. */
  static final class Lost extends Trouble {
    private static final long serialVersionUID = 1;

    Lost(String message) {
      super(message);
    }

    Lost(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The server does not let us in until somebody acts. */
  static final class Refused extends Trouble {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }

    /** The same, met by somebody else. */
    Refused again() {
      return new Refused(String.valueOf(getMessage()));
    }
  }

  /** There is no such folder, or we may not look into it. */
  static final class Missing extends Trouble {
    private static final long serialVersionUID = 1;

    Missing(String message) {
      super(message);
    }
  }

  /** Mail is there, but it cannot be kept here just now. */
  static final class Stalled extends Trouble {
    private static final long serialVersionUID = 1;

    Stalled(String message) {
      super(message);
    }

    Stalled(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
