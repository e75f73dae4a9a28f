package dev.otpost;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A name server on this machine's loopback, which says what a test has it say. */
public final class NameServer implements AutoCloseable {

  /** Set for an answer that is not to be sent: the server is silent. */
  public static final int SILENCE = Rcode.NOTIMP;

  /** What is known of a name. */
  public interface Zone {
    /** Adds to the answer, or sets its code. */
    void tell(Name name, Message answer) throws IOException;
  }

  private final DatagramSocket socket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final Zone zone;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public NameServer(Zone zone) throws SocketException {
    this.zone = zone;
    Thread.ofVirtual().start(this::serve);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** All names, in order, one as often as it was asked for. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        var name = query.getQuestion().getName();
        asked.add(name.toString());
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        zone.tell(name, answer);
        if (answer.getHeader().getRcode() != SILENCE) {
          var bytes = answer.toWire();
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
