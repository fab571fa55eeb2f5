// SPDX-License-Identifier: Apache-2.0
#include "service/http/client_address.h"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <stdexcept>

namespace {

using namespace http;

Address at(std::string_view text) {
  const auto address = parse_address(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(Address{});
}

AddressRanges ranges(std::vector<std::string> texts) { return AddressRanges(texts); }

std::string behind(std::string_view peer, std::vector<std::string_view> lists, const AddressRanges& trusted) {
  return client_behind(at(peer), lists, trusted).text();
}

TEST(ClientBehind, APortIsNoPartOfTheAddress) {
  const auto trusted = ranges({"127.0.0.1"});
  EXPECT_EQ(behind("127.0.0.1", {"192.0.2.1:5000"}, trusted), "192.0.2.1");
  EXPECT_EQ(behind("127.0.0.1", {"[2001:db8::1]:5000"}, trusted), "2001:db8::1");
  EXPECT_EQ(behind("127.0.0.1", {"[2001:db8::1]"}, trusted), "2001:db8::1");
  EXPECT_EQ(behind("127.0.0.1", {"2001:db8::1"}, trusted), "2001:db8::1");
  EXPECT_EQ(behind("127.0.0.1", {"["}, trusted), "127.0.0.1");
}

TEST(ParseAddress, OnlyNumericAddresses) {
  for (const auto* text :
       {"", " ", "localhost", "192.0.2", "192.0.2.1 ", " 192.0.2.1", "192.0.2.01", "0x7f.1", "192.0.2.256",
        "192.0.2.1:80", "[2001:db8::1]", "2001:db8::1%eth0", "2001:db8:::1", "1:2:3:4:5:6:7:8:9",
        "192.0.2.1,192.0.2.2", "::ffff:192.0.2.1.1"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
  EXPECT_FALSE(parse_address(std::string_view("192.0.2.1\0", 10)));
  EXPECT_FALSE(parse_address(std::string(1'000, '1')));
}

TEST(ParseAddress, MappedIpv4IsIpv4) {
  EXPECT_EQ(at("::ffff:192.0.2.1"), at("192.0.2.1"));
  EXPECT_EQ(at("::FFFF:c000:201").text(), "192.0.2.1");
  EXPECT_EQ(at("2001:DB8:0:0::1").text(), "2001:db8::1");
  EXPECT_FALSE(at("::192.0.2.1").is_ipv4());
}

TEST(ParseAddress, Loopback) {
  for (const auto* text : {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(at(text).is_loopback()) << text;
  }
  for (const auto* text : {"128.0.0.1", "0.0.0.0", "::", "::2", "1::1", "10.0.0.1"}) {
    EXPECT_FALSE(at(text).is_loopback()) << text;
  }
}

TEST(AddressOf, BothFamilies) {
  sockaddr_storage storage{};
  auto& ipv4 = reinterpret_cast<sockaddr_in&>(storage);
  ipv4.sin_family = AF_INET;
  ipv4.sin_addr.s_addr = htonl(0xc0000201);
  EXPECT_EQ(address_of(storage).text(), "192.0.2.1");
  storage = {};
  auto& ipv6 = reinterpret_cast<sockaddr_in6&>(storage);
  ipv6.sin6_family = AF_INET6;
  ipv6.sin6_addr.s6_addr[15] = 1;
  EXPECT_EQ(address_of(storage).text(), "::1");
}

TEST(AddressRanges, AddressesAndNetworks) {
  const auto set = ranges({"192.0.2.7", "10.0.0.0/8", "172.16.0.0/12", "2001:db8::/33", "::1"});
  for (const auto* text :
       {"192.0.2.7", "10.255.0.1", "172.31.255.255", "2001:db8:7fff::1", "::1", "::ffff:10.1.2.3"}) {
    EXPECT_TRUE(set.contains(at(text))) << text;
  }
  for (const auto* text : {"192.0.2.8", "11.0.0.0", "172.32.0.0", "2001:db8:8000::", "::2", "a00::1"}) {
    EXPECT_FALSE(set.contains(at(text))) << text;
  }
  EXPECT_TRUE(ranges({"0.0.0.0/0"}).contains(at("203.0.113.9")));
  EXPECT_FALSE(ranges({"0.0.0.0/0"}).contains(at("2001:db8::1")));
  EXPECT_TRUE(ranges({"::/0"}).contains(at("203.0.113.9")));
  EXPECT_FALSE(AddressRanges().contains(at("127.0.0.1")));
}

TEST(AddressRanges, WrongOnesAreNamed) {
  for (const auto* text : {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x",
                           "2001:db8::/129", "/8", "", "10.0.0.0/8/8"}) {
    try {
      ranges({"192.0.2.1", text});
      ADD_FAILURE() << text << " is taken";
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find("'" + std::string(text) + "'"), std::string::npos);
    }
  }
}

TEST(ClientBehind, NobodyIsBelievedUnlessTrusted) {
  EXPECT_EQ(behind("203.0.113.5", {"192.0.2.1"}, AddressRanges()), "203.0.113.5");
  EXPECT_EQ(behind("203.0.113.5", {"192.0.2.1"}, ranges({"10.0.0.0/8"})), "203.0.113.5");
  EXPECT_EQ(behind("10.0.0.1", {}, ranges({"10.0.0.0/8"})), "10.0.0.1");
}

TEST(ClientBehind, RightToLeftPastTrustedProxies) {
  const auto trusted = ranges({"10.0.0.0/8", "2001:db8:1::/48"});
  EXPECT_EQ(behind("10.0.0.1", {"192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(behind("10.0.0.1", {"198.51.100.9, 192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(behind("10.0.0.1", {"198.51.100.9,192.0.2.1 ,\t10.0.0.2"}, trusted), "192.0.2.1");
  EXPECT_EQ(behind("10.0.0.1", {"192.0.2.1, 2001:db8:1::7"}, trusted), "192.0.2.1");
  EXPECT_EQ(behind("::ffff:10.0.0.1", {"::ffff:192.0.2.1"}, trusted), "192.0.2.1");
}

TEST(ClientBehind, SeveralListsAreOneInTheOrderOfTheMessage) {
  const auto trusted = ranges({"10.0.0.0/8"});
  EXPECT_EQ(behind("10.0.0.1", {"198.51.100.9", "192.0.2.1, 10.0.0.3", "10.0.0.2"}, trusted), "192.0.2.1");
}

TEST(ClientBehind, StopsAtWhatIsNoAddress) {
  const auto trusted = ranges({"10.0.0.0/8"});
  EXPECT_EQ(behind("10.0.0.1", {"192.0.2.1, unknown, 10.0.0.2"}, trusted), "10.0.0.2");
  EXPECT_EQ(behind("10.0.0.1", {"192.0.2.1,"}, trusted), "10.0.0.1");
  EXPECT_EQ(behind("10.0.0.1", {""}, trusted), "10.0.0.1");
}

TEST(ClientBehind, AllTrustedGivesTheFarthest) {
  EXPECT_EQ(behind("10.0.0.1", {"10.0.0.3, 10.0.0.2"}, ranges({"10.0.0.0/8"})), "10.0.0.3");
}

TEST(ClientBehind, EndlessListsEnd) {
  std::string list = "192.0.2.1";
  for (int i = 0; i < 100'000; ++i) list += ",10.0.0.2";
  EXPECT_EQ(behind("10.0.0.1", {list}, ranges({"10.0.0.0/8"})), "10.0.0.2");
}

}  // namespace
