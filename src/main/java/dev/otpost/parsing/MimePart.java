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

  /** The body of a leaf without its transfer encoding. */
  Slice decoded() {
    return TransferDecoding.decode(header.body(), header.raw("Content-Transfer-Encoding"));
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
