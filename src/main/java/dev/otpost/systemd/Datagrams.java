package dev.otpost.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sends datagrams to a socket of Unix, by the C library of Linux. One socket a message: they are
 * rare, and whoever listens may be started anew.
 */
final class Datagrams {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** Of {@code sun_path} in {@code struct sockaddr_un}, in octets (unix(7)). */
  static final int LONGEST_PATH = 108;

  private final MethodHandle socket;
  private final MethodHandle sendto;
  private final MethodHandle close;
  private final String address;

  /**
   * To this address.
   *
   * @param address a path; one that begins with {@code @} is in the abstract namespace
   * @throws IOException if no socket has such an address
   */
  Datagrams(String address) throws IOException {
    boolean fits = address.getBytes(UTF_8).length < LONGEST_PATH;
    if (!fits || !(address.startsWith("/") || (address.startsWith("@") && address.length() > 1))) {
      throw new IOException("NOTIFY_SOCKET is no address of a Unix socket");
    }
    this.address = address;
    socket = function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    sendto =
        function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  /** Sends it, or throws. */
  void send(String message) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int descriptor = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (descriptor < 0) {
        throw new IOException("no socket can be had to tell systemd");
      }
      try {
        var text = message.getBytes(UTF_8);
        var to = to(arena);
        long sent =
            (long)
                sendto.invokeExact(
                    descriptor,
                    arena.allocateFrom(JAVA_BYTE, text),
                    (long) text.length,
                    MSG_NOSIGNAL,
                    to,
                    (int) to.byteSize());
        if (sent != text.length) {
          throw new IOException("nobody listens at NOTIFY_SOCKET");
        }
      } finally {
        int _ = (int) close.invokeExact(descriptor);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // which functions of C do not throw
    }
  }

  /** {@code struct sockaddr_un}, no longer than the name: in the abstract one zeros would count. */
  private MemorySegment to(Arena arena) {
    var name = address.getBytes(UTF_8);
    boolean isAbstract = name[0] == '@';
    var to = arena.allocate(Short.BYTES + name.length + (isAbstract ? 0L : 1L), Short.BYTES);
    to.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(name, 0, to, JAVA_BYTE, Short.BYTES, name.length);
    if (isAbstract) {
      to.set(JAVA_BYTE, Short.BYTES, (byte) 0);
    }
    return to;
  }

  @SuppressWarnings("restricted") // The launcher says --enable-native-access.
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }
}
