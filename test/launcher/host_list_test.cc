#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "combtest/action.h"
#include "combtest/launchers.h"

namespace combtest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string ErrorOf(const std::string& text) {
  try {
    ParseHosts(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(HostList, NamesWithTheirWorkers) {
  const std::vector<Host> hosts = ParseHosts("a:8, b,bob@c.example:4");
  ASSERT_EQ(hosts.size(), 3u);
  EXPECT_EQ(hosts[0].name, "a");
  EXPECT_EQ(hosts[0].workers, 8u);
  EXPECT_EQ(hosts[1].workers, 1u);
  EXPECT_EQ(hosts[2].user, "bob");
  EXPECT_EQ(hosts[2].name, "c.example");
  EXPECT_EQ(hosts[2].workers, 4u);
}

TEST(HostList, SettingsOfOneHost) {
  const std::vector<Host> hosts = ParseHosts(
      "[::1]:2;port=2222;user=eve;identity=/k;program=/p;directory=/d;option=-J jump;option=-4");
  ASSERT_EQ(hosts.size(), 1u);
  EXPECT_EQ(hosts[0].name, "::1");
  EXPECT_EQ(hosts[0].workers, 2u);
  EXPECT_EQ(hosts[0].port, "2222");
  EXPECT_EQ(hosts[0].user, "eve");
  EXPECT_EQ(hosts[0].identity, "/k");
  EXPECT_EQ(hosts[0].program, "/p");
  EXPECT_EQ(hosts[0].directory, "/d");
  EXPECT_THAT(hosts[0].options, ElementsAre("-J", "jump", "-4"));
}

TEST(HostList, WhatIsWrongIsNamed) {
  EXPECT_THAT(ErrorOf("a:8,a:2"), HasSubstr("`a` is named twice"));
  EXPECT_THAT(ErrorOf("a:0"), HasSubstr("a number from 1 to 1024, not `0`"));
  EXPECT_THAT(ErrorOf("a:x"), HasSubstr("not `x`"));
  EXPECT_THAT(ErrorOf("a;colour=red"), HasSubstr("no setting `colour`"));
  EXPECT_THAT(ErrorOf("a;port=0"), HasSubstr("the port of host `a`"));
  EXPECT_THAT(ErrorOf("[::1"), HasSubstr("closing bracket"));
  // ssh would take it for an option.
  EXPECT_THAT(ErrorOf("-oProxyCommand=evil"), HasSubstr("names no host"));
  for (const char* text : {"", ",", "a,", "@a", "a;", "a;port", "-x@a"})
    EXPECT_NE(ErrorOf(text), "") << text;
}

}  // namespace
}  // namespace combtest
