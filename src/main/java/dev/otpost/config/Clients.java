package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.message.Network;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Users;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** Forms of values that say who may come: networks, and users with their passwords. */
final class Clients {

  /** What a user can be called; a comma or an equals sign would end his name. */
  private static final Pattern NAME = Pattern.compile("[^\\s,=\\p{C}]+");

  private Clients() {}

  /** Networks, or addresses alone; there may be none. */
  static Form<List<Network>> networks() {
    var unit = "networks like 192.0.2.0/24 or 2001:db8::/32, or IP addresses, separated by commas";
    return new Form<>(
        unit,
        text -> {
          var networks = new ArrayList<Network>();
          var items = Words.list(text);
          for (int i = 0; i < items.size(); i++) {
            var network = Network.of(items.get(i));
            if (network.isEmpty()) {
              return new Bad<>(whyNot(i + 1, items.get(i), unit));
            }
            networks.add(network.get());
          }
          return new Good<>(List.copyOf(networks));
        });
  }

  private static String whyNot(int number, String item, String unit) {
    return Network.around(item)
        .map(
            around ->
                "number %d has bits behind its prefix; give %s for the whole network, or the address"
                        .formatted(number, around)
                    + " without a prefix for itself alone")
        .orElse("number %d is none; give %s".formatted(number, unit));
  }

  /** Users with the hashes of their passwords; there may be none. */
  static Form<Users> users() {
    var unit =
        "user: hash in lines of their own, or user=hash, separated by commas, with hashes of otpost"
            + " hash-password";
    return new Form<>(
        unit,
        true,
        true,
        text -> {
          var items = Words.list(text);
          var hashes = new LinkedHashMap<String, PasswordHash>();
          for (int i = 0; i < items.size(); i++) {
            int equals = items.get(i).indexOf('=');
            var name = Users.normal(items.get(i).substring(0, Math.max(equals, 0)).strip());
            var hash = PasswordHash.of(items.get(i).substring(equals + 1).strip());
            if (!canBeName(name)) {
              return new Bad<>("number %d has no name of a user; give %s".formatted(i + 1, unit));
            }
            if (hash.isEmpty()) {
              return new Bad<>(
                  "the hash of number %d is none, or has not %d to %d iterations; make one with"
                          .formatted(i + 1, PasswordHash.FEWEST, PasswordHash.MOST)
                      + " otpost hash-password");
            }
            if (hashes.putIfAbsent(name, hash.get()) != null) {
              return new Bad<>("number %d stands there twice; leave one".formatted(i + 1));
            }
          }
          return new Good<>(new Users(hashes));
        });
  }

  private static boolean canBeName(String name) {
    return NAME.matcher(name).matches()
        && name.getBytes(StandardCharsets.UTF_8).length <= Users.MAX_NAME;
  }
}
