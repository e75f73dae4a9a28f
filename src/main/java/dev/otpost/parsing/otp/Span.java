package dev.otpost.parsing.otp;

/** A stretch of the page, with its end excluded. */
record Span(int start, int end) {

  int length() {
    return end - start;
  }

  boolean contains(int place) {
    return start <= place && place < end;
  }

  @Override
  public String toString() {
    return "Span[%d-%d]".formatted(start, end);
  }
}
