package dev.otpost.intake.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          noreply@github.com                        | noreply@github.com
          <noreply@github.com>                      | noreply@github.com
          GitHub <noreply@github.com>               | noreply@github.com
          "Doe, John" <john@example.com>            | john@example.com
          "a \\" <x@evil.example>" <j@example.com>   | j@example.com
          "John" Doe (a, (b) <x@y>) <j@example.com> | j@example.com
          j@example.com (John)                      | j@example.com
          <j@example.com> (John)                    | j@example.com
          =?utf-8?q?J=2C?= <j@example.com>          | j@example.com
          a@x.example <j@example.com>               | j@example.com
          <"j d"@example.com>                       | "j d"@example.com
          Doe, John <j@example.com>                 |
          j@example.com, k@example.com              |
          <j@example.com>k@evil.example             |
          <j@example.com> <k@example.com>           |
          <j@example.com> "k"                       |
          <j@example.com                            |
          j@example.com>                            |
          <<j@example.com>>                         |
          friends: j@example.com;                   |
          <@a.example,@b.example:j@example.com>     |
          "John <j@example.com>                     |
          (John <j@example.com>                     |
          John                                      |
          """)
  void isTheOneMailboxThatThereIs(String from, String address) {
    assertEquals(
        address == null ? "" : address, Author.of(from).map(Address::value).orElse(""), from);
  }
}
