#include "gtest_integration/src/shown_result.h"

#include <string>

#include "src/api/framework.h"

namespace combtest::internal {

// GoogleTest shows results as const, but they are not.
void MakeShown(const testing::TestResult& result) {
  for (int i = 0; i < result.total_part_count(); ++i) {
    const testing::TestPartResult& part = result.GetTestPartResult(i);
    const std::string shown = ShownText(part.message());
    if (shown == part.message()) continue;
    const_cast<testing::TestPartResult&>(part) =
        testing::TestPartResult(part.type(), part.file_name(), part.line_number(), shown.c_str());
  }
  for (int i = 0; i < result.test_property_count(); ++i) {
    const testing::TestProperty& property = result.GetTestProperty(i);
    const std::string shown = ShownText(property.value());
    if (shown != property.value()) const_cast<testing::TestProperty&>(property).SetValue(shown);
  }
}

}  // namespace combtest::internal
