// Numbers in texts don't depend on a locale that the program sets.
#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <locale>

#include "combtest/duration.h"
#include "src/text/plain_stream.h"
#include "src/text/real_text.h"

namespace combtest::internal {
namespace {

using namespace std::chrono_literals;

struct Grouping : std::numpunct<char> {
  char do_thousands_sep() const override { return '\''; }
  char do_decimal_point() const override { return ','; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Locale, OfCppDoesNotReachOurStreams) {
  const std::locale before = std::locale::global(std::locale(std::locale(), new Grouping));
  PlainStream out;
  out << 1234567 << " " << 0.5;
  std::locale::global(before);
  EXPECT_EQ(out.str(), "1234567 0.5");
}

// Has one made where none is installed.
bool SetCommaLocale() {
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr) return true;
  const std::string directory = testing::TempDir() + "combtest_locales";
  const std::string command = "mkdir -p '" + directory + "' && localedef -i de_DE -f UTF-8 '" +
                              directory + "/de_DE.UTF-8' >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) return false;
  setenv("LOCPATH", directory.c_str(), 1);
  return std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr;
}

TEST(Locale, OfCDoesNotReachDurations) {
  if (!SetCommaLocale()) GTEST_SKIP() << "localedef can't make a locale here";
  char printed[8];
  std::snprintf(printed, sizeof printed, "%.1f", 1.5);
  const std::string texts =
      DurationText(1500ms) + " " + RealText(2.25, 1, std::chars_format::fixed);
  std::setlocale(LC_ALL, "C");
  EXPECT_STREQ(printed, "1,5");
  EXPECT_EQ(texts, "1.5 s 2.2");
}

TEST(RealText, IsAsPrintfWritesIt) {
  for (const double number : {0.0, 1.0, 12.0, 123.0, 1234.0, 999.6, 0.00012345, 1e300, 2.0 / 3}) {
    char general[400], fixed[400];
    std::snprintf(general, sizeof general, "%.3g", number);
    std::snprintf(fixed, sizeof fixed, "%.1f", number);
    EXPECT_EQ(RealText(number, 3), general);
    EXPECT_EQ(RealText(number, 1, std::chars_format::fixed), fixed);
  }
}

}  // namespace
}  // namespace combtest::internal
