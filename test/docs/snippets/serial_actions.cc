// The code of docs/serial-actions.md.
#include <combtest/gtest.h>

#include <array>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

namespace config {

int page_size = 0;  // one for the whole process, as a server's configuration would be

}  // namespace config

struct Page {
  std::string text;
  int quota = 0;

  void Update(int new_quota) { quota = new_quota; }
};
BOOST_DESCRIBE_STRUCT(Page, (), (text, quota))

struct Begin : combtest::Action {
  static constexpr std::array kOptions = {"a", "b"};
  void Run(std::string_view text, Page& page) const { page.text = text; }
};

struct SetPageSize : combtest::SerialAction {
  static constexpr std::array kOptions = {512, 4096};
  static constexpr combtest::Scope kScope = combtest::Scope::kEveryProcess;
  void Run(int size) const {
    config::page_size = size;
    std::cout << "page size is " << size << std::endl;
  }
  void Undo(int) const { config::page_size = 0; }
};

struct Append : combtest::Action {
  static constexpr std::array kOptions = {1, 1000};
  void Run(int count, Page& page) const {
    page.text.append(static_cast<std::size_t>(count), 'x');
    EXPECT_GT(config::page_size, 0);
  }
};

COMBTEST_WALKS(PageWalks, Page, Begin, SetPageSize, Append);

struct GrantQuota : combtest::SerialAction {
  static constexpr std::array kOptions = {10, 20};
  int Run(int quota, Page& branch) const {
    branch.quota += quota;
    return branch.quota;  // sent to every walk of the branch: page.Update(quota)
  }
};

struct CheckQuota : combtest::Action {
  static constexpr std::array kOptions = {1, 20};
  void Run(int needed, Page& page) const {
    if (needed > page.quota) throw combtest::CancelWalk("over quota");
    EXPECT_FALSE(page.text.empty());
  }
};

COMBTEST_WALKS(QuotaWalks, Page, Begin, GrantQuota, CheckQuota);

using Registry = std::map<std::string, std::string>;

struct Register : combtest::Action {
  static constexpr std::array kOptions = {"alice", "bob"};
  void Run(std::string_view user, Registry& registry) const { registry["user"] = user; }
};

struct StartServer : combtest::SerialAction {
  static constexpr std::array kOptions = {"tcp", "unix"};
  Registry Run(std::string_view transport) const {
    return {{"address", std::string(transport) + ":1"}};
  }
};

struct Connect : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, Registry& registry) const {
    EXPECT_EQ(registry.count("address"), 1U);  // from the update
    EXPECT_EQ(registry.count("user"), 1U);     // the walk's own is still there
  }
};

COMBTEST_WALKS(ServerWalks, Registry, Register, StartServer, Connect);

TEST(PlanOfPages, Print) {
  const combtest::WalkSpace space =
      combtest::Walks<Page, Begin, SetPageSize, Append, GrantQuota, CheckQuota>().space();
  std::cout << combtest::Plan(space, combtest::Selection::All());
}
