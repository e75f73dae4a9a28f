package dev.otpost.parsing;

import java.util.List;

/**
 * One entity of the MIME tree (RFC 2045 2.4): a multipart with its parts, an attached mail with the
 * mail in it, or a leaf.
 *
 * @param children of a multipart: its parts; of an attached mail: the mail; otherwise empty
 */
record MimePart(HeaderSection header, MediaType type, List<MimePart> children) {

  MimePart {
    children = List.copyOf(children);
  }

  /**
   * The body of a leaf without its transfer encoding: all of it, or, if it is longer than {@code
   * wanted}, more than that. What nobody will read is not decoded: of a byte, three are made at
   * most.
   */
  Slice decoded(int wanted) {
    var enough = header.body().atMost(3 * wanted + 1_000);
    return TransferDecoding.decode(enough, header.raw("Content-Transfer-Encoding"));
  }

  boolean isMessage() {
    return type.isMessage() && !children.isEmpty();
  }

  /** Whether the sender means it as a file beside the text rather than as the text. */
  boolean isAttachment() {
    var disposition = MediaType.parse(header.raw("Content-Disposition"));
    return disposition.value().equals("attachment") || disposition.namesFile() || type.namesFile();
  }
}
