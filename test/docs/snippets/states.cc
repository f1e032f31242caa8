// The code of docs/states-and-json.md.
#include <combtest/gtest.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace described {

enum class Mode { kRead, kWrite };
BOOST_DESCRIBE_ENUM(Mode, kRead, kWrite)

struct File {
  std::string name;
  Mode mode = Mode::kRead;
};
BOOST_DESCRIBE_STRUCT(File, (), (name, mode))

struct Visit {
  int user = 0;
  std::vector<File> files;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (user, files))

struct LogIn : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int user, Visit& visit) const { visit.user = user; }
};
struct Open : combtest::Action {
  static constexpr std::array kOptions = {Mode::kRead, Mode::kWrite};
  void Run(Mode mode, Visit& visit) const { visit.files.push_back({"a.txt", mode}); }
};

TEST(DescribedState, Json) {
  combtest::RunOptions<Visit> options;
  options.gather_states = true;
  const auto results = combtest::RunTests<Visit, LogIn, Open>(options);
  for (std::size_t i = 0; i < results.states.size(); ++i) {
    std::cout << results.walks[i].id << " " << results.walks[i].name << " "
              << combtest::ToJson(results.states[i]) << "\n";
  }
  EXPECT_EQ(results.states.size(), 4U);
}

}  // namespace described

namespace by_hand {

class Version : public combtest::JsonSerializable {
 public:
  Version() = default;
  Version(int major, int minor) : major_(major), minor_(minor) {}
  auto to_json() const { return std::pair(major_, minor_); }
  static Version from_json(const boost::json::value& json) {
    return {json.at(0).to_number<int>(), json.at(1).to_number<int>()};
  }
  friend bool operator==(const Version&, const Version&) = default;

 private:
  int major_ = 0;
  int minor_ = 0;
};

struct Package {
  std::string name;
  std::vector<Version> versions;
};
BOOST_DESCRIBE_STRUCT(Package, (), (name, versions))

TEST(JsonSerializable, NestsInDescribedStructs) {
  const Package package = {"zlib", {{1, 2}, {1, 3}}};
  const boost::json::value json = combtest::ToJson(package);
  EXPECT_EQ(boost::json::serialize(json), R"({"name":"zlib","versions":[[1,2],[1,3]]})");
  EXPECT_EQ(combtest::FromJson<Package>(json).versions, package.versions);
}

}  // namespace by_hand

namespace raii {

// A directory of the walk's own, for as long as the walk lasts.
class ScratchDirectory {
 public:
  ScratchDirectory() = default;
  ScratchDirectory(const ScratchDirectory&) { Make(); }
  ScratchDirectory(ScratchDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  void Make() {
    std::string name = (std::filesystem::temp_directory_path() / "walk.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make " + name);
    path_ = name;
  }
  std::filesystem::path path_;
};

struct Create : combtest::Action {
  static constexpr std::array kOptions = {"a", "b"};
  void Run(const char* name, ScratchDirectory& directory) const {
    std::ofstream(directory.path() / name) << "hello";
  }
};
struct List : combtest::Action {
  static constexpr std::array kOptions = {1};
  void Run(int files, ScratchDirectory& directory) const {
    using Iterator = std::filesystem::directory_iterator;
    EXPECT_EQ(std::distance(Iterator(directory.path()), Iterator()), files);
  }
};

COMBTEST_WALKS(DirectoryWalks, ScratchDirectory, Create, List);

}  // namespace raii

namespace initial {

struct Counter {
  explicit Counter(int start) : value(start) {}
  int value;
};
struct Increment : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int by, Counter& counter) const { counter.value += by; }
};

class CounterWalks : public combtest::WalkTest<Counter> {};
TEST_P(CounterWalks, Counts) {
  RunWalk();
  EXPECT_GT(state().value, 100);
}
INSTANTIATE_TEST_SUITE_P(All, CounterWalks,
                         (combtest::Walks<Counter, Increment>().InitialState(Counter(100))),
                         combtest::WalkName());

}  // namespace initial
