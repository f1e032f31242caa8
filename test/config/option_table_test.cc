#include "src/config/option_table.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "test/support/text.h"

namespace combtest::internal {
namespace {

std::string OneLine(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

TEST(OptionTableTest, EveryRowPrintsWhatItParses) {
  for (const OptionRow& row : OptionTable()) {
    config::Settings settings;
    const std::string text = row.kind.print(settings);
    if (!text.empty()) {
      EXPECT_TRUE(row.kind.parse(text, settings))
          << row.name << " doesn't take its own default " << text;
    }
    EXPECT_EQ(settings, config::Settings()) << row.name;
    EXPECT_FALSE(row.help.empty()) << row.name;
    EXPECT_TRUE(FindSection(row.section)) << row.name;
    EXPECT_EQ(FindOption(row.name), &row);
    EXPECT_EQ(FindFileOption(row.section, row.name), &row);
    if (!row.alias.empty()) {
      EXPECT_EQ(FindFileOption(row.section, row.alias), &row);
    }
  }
  EXPECT_EQ(FindOption("nonsense"), nullptr);
  EXPECT_EQ(FindFileOption("NOWHERE", "threads"), nullptr);
}

TEST(OptionTableTest, NamesAreUniqueAndSpeltAsFlagsAre) {
  std::set<std::string_view> names;
  for (const OptionRow& row : OptionTable()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), row.name.npos) << row.name;
  }
}

TEST(OptionTableTest, NumbersHaveLimits) {
  const OptionRow& threads = *FindOption("threads");
  config::Settings settings;
  EXPECT_TRUE(threads.kind.parse("1024", settings));
  EXPECT_EQ(settings.threads, 1024u);
  for (const char* text : {"0", "1025", "-1", "4x", "", "four", "99999999999999", " 4"}) {
    EXPECT_FALSE(threads.kind.parse(text, settings)) << text;
    EXPECT_EQ(settings.threads, 1024u);
  }
}

TEST(OptionTableTest, HelpNamesEveryOption) {
  const std::string help = config::HelpText();
  for (const OptionRow& row : OptionTable()) {
    EXPECT_TRUE(test::Contains(help, "--combtest_" + std::string(row.name)));
    EXPECT_TRUE(test::Contains(OneLine(help), OneLine(std::string(row.help))));
    EXPECT_TRUE(test::Contains(OneLine(help), OneLine(row.kind.values)));
  }
  EXPECT_TRUE(test::Contains(help, "\n[SSH] Workers that ssh starts\n"));
  EXPECT_TRUE(test::Contains(help, "In combtest.cfg also max_thread_count."));
  EXPECT_TRUE(test::Contains(OneLine(help), "In combtest.cfg also identity, or rsakey in [NET]."));
}

}  // namespace
}  // namespace combtest::internal
