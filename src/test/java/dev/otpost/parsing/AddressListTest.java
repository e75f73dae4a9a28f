package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "john@example.com | john@example.com",
        " John@Example.COM  | John@Example.COM",
        "<john@example.com> | john@example.com",
        "John Doe <john@example.com> | john@example.com",
        "john@example.com, <ann@example.com>,, bob@example.com | john@example.com ann@example.com"
            + " bob@example.com",
        "john@example.com; Ann <ann@example.com>; | john@example.com ann@example.com",
        // Display names never count.
        "\"boss@corp.example\" <john@example.com> | john@example.com",
        "boss@corp.example <john@example.com> | john@example.com",
        "\"boss@corp.example, x\" <john@example.com> | john@example.com",
        "\"<boss@corp.example>\" <john@example.com> | john@example.com",
        "\"a \\\" <boss@corp.example>, b\" <john@example.com> | john@example.com",
        "\"boss@corp.example\" | none",
        "=?utf-8?Q?boss=40corp.example=2C?= <john@example.com> | john@example.com",
        "<john@example.com>boss@corp.example | john@example.com",
        "<john@example.com> <boss@corp.example> | john@example.com",
        "john@example.com (boss@corp.example) | john@example.com",
        "(boss@corp.example (nested) <x@y>) john@example.com | john@example.com",
        // Groups (RFC 5322 3.4).
        "undisclosed-recipients:; | none",
        "Team: ann@example.com, Bob <bob@example.com>; john@example.com | ann@example.com"
            + " bob@example.com john@example.com",
        // Obsolete and odd forms.
        "<@relay.example,@other.example:john@example.com> | john@example.com",
        "mailto:john@example.com | john@example.com",
        "<mailto:john@example.com> | john@example.com",
        "john @ example.com | john@example.com",
        "< john@example.com > | john@example.com",
        "\"john.doe\"@example.com | john.doe@example.com",
        "<\"john.doe\"@example.com> | john.doe@example.com",
        "\"john doe\"@example.com, <\"a, b\"@example.com> | \"john doe\"@example.com"
            + " \"a, b\"@example.com",
        "<\"john@home\"@example.com> | \"john@home\"@example.com",
        "john@example.com. | john@example.com",
        "o'neil+tag=x@example.com | o'neil+tag=x@example.com",
        "jöhn@exämple.com | jöhn@exämple.com",
        "john@[192.0.2.1] | john@[192.0.2.1]",
        "Doe, John <john@example.com> | john@example.com",
        "John john@example.com | john@example.com",
        // Broken ones.
        "John <john@example.com | john@example.com",
        "John <john@example.com, Ann <ann@example.com> | john@example.com ann@example.com",
        "<<john@example.com>> | john@example.com",
        "\"John <john@example.com> | john@example.com",
        "John) <john@example.com> | john@example.com",
        "John ( <john@example.com> | john@example.com",
        "john@example.com@corp.example | none",
        "john | none",
        "@example.com | none",
        "john@ | none",
        "<> | none",
        "john@exa mple.com | john@exa",
        "`` | none",
      })
  void readsAddressesAsMailProgramsDo(String field, String addresses) {
    var read = AddressList.parse(field).stream().map(Address::value).toList();
    assertEquals(addresses == null ? "" : addresses, String.join(" ", read));
  }

  @Test
  void readsAddressesUpToTheLimitAndNoFurther() {
    assertEquals(Limits.ADDRESSES, AddressList.parse("a@b.c,".repeat(Limits.ADDRESSES)).size());
    assertEquals(Limits.ADDRESSES, AddressList.parse("a@b.c,".repeat(Limits.ADDRESSES + 1)).size());
  }
}
