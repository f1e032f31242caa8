#include "combtest/internal/type_name.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

enum class Global { kFirst };
int GlobalFunction(int);

namespace combtest::internal {
namespace {

enum class Colour { kRed };
enum Plain { kPlain };
struct Outer {
  struct Inner {};
  enum class Nested { kDeep };
  static int Static(int x) { return x; }
  int Method(int x) const { return x; }
};
template <class T>
struct Template {
  enum class Of { kIt };
};
template <class T>
T Identity(T x) {
  return x;
}

TEST(TypeNameTest, ConstantsAreNamedAsInTheSource) {
  EXPECT_EQ(ConstantName<Global::kFirst>(), "kFirst");
  EXPECT_EQ(ConstantName<Colour::kRed>(), "kRed");
  EXPECT_EQ(ConstantName<kPlain>(), "kPlain");
  EXPECT_EQ(ConstantName<Outer::Nested::kDeep>(), "kDeep");
  EXPECT_EQ(ConstantName<Template<Colour>::Of::kIt>(), "kIt");
  EXPECT_EQ(ConstantName<&GlobalFunction>(), "GlobalFunction");
  EXPECT_EQ(ConstantName<&Outer::Static>(), "Static");
  EXPECT_EQ(ConstantName<&Outer::Method>(), "Method");
  EXPECT_TRUE(ConstantName<&Identity<Outer::Inner>>().starts_with(
      "Identity"));  // clang 14 leaves the rest out
  EXPECT_EQ(ConstantName<static_cast<Colour>(7)>(), "");
  EXPECT_EQ(ConstantName<5>(), "");
}

TEST(TypeNameTest, TypesAreNamedAsPeopleWriteThem) {
  EXPECT_EQ(TypeName(typeid(std::string)), "std::string");
  EXPECT_EQ(TypeName(typeid(Outer::Inner)),
            "combtest::internal::(anonymous namespace)::Outer::Inner");
  EXPECT_EQ(UnqualifiedTypeName(typeid(Outer::Inner)), "Inner");
  EXPECT_EQ(UnqualifiedTypeName(typeid(Template<int>)), "Template<int>");
  struct Local {};
  EXPECT_EQ(UnqualifiedTypeName(typeid(Local)), "Local");
}

}  // namespace
}  // namespace combtest::internal

int GlobalFunction(int x) { return x; }
