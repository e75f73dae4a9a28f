package dev.otpost.intake.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.api.Headers;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;

/** Those bytes of a header that are signed, in the form in which they are signed (RFC 6376 3.7). */
final class SignedHeader extends DKIMCommon {

  private SignedHeader() {}

  /**
   * @param key of the signature; only jDKIM's way of working asks for one here
   * @throws PermFailException if the signature names a form that there is not
   */
  static byte[] of(Headers header, SignatureRecord signature, PublicKey key)
      throws PermFailException {
    var bytes = new Bytes();
    try {
      bytes.initVerify(key);
      signatureCheck(header, signature, signature.getHeaders(), bytes);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e); // It only collects.
    }
    return bytes.collected.toByteArray();
  }

  /**
   * jDKIM writes what is signed into a signature. This one keeps it, so that it can be verified by
   * algorithms that jDKIM does not know, and turns its text back into the bytes of the mail.
   */
  private static final class Bytes extends Signature {

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    Bytes() {
      super("none");
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
      collected.reset();
    }

    @Override
    protected void engineUpdate(byte b) {
      collected.write(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {
      // jDKIM encodes by the default charset what Header has read as Latin-1.
      collected.writeBytes(
          new String(bytes, from, length, Charset.defaultCharset()).getBytes(ISO_8859_1));
    }

    @Override
    protected void engineInitSign(PrivateKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      throw new SignatureException("it only collects");
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      throw new SignatureException("it only collects");
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
