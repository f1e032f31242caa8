#include "src/engine/scratch_dirs.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include "combtest/action.h"
#include "src/os/private_directory.h"
#include "src/os/process_info.h"
#include "src/text/hash.h"

namespace combtest::internal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBranch = "branch-";

// As GoogleTest's TempDir().
std::string TemporaryDirectory() {
  for (const char* name : {"TEST_TMPDIR", "TMPDIR"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string path = FromStartDirectory(value);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
  }
  return "/tmp";
}

}  // namespace

std::string ScratchDirs::NameOfBranch(std::uint64_t first_slot, std::size_t depth) {
  return std::string(kBranch) + std::to_string(first_slot) + "-" + std::to_string(depth);
}

ScratchDirs::~ScratchDirs() {
  std::error_code ignored;
  if (!parent_.empty()) fs::remove(Root(), ignored);
}

std::string ScratchDirs::NewToken() {
  std::random_device random;
  return HexDigits(std::uint64_t{random()} << 32 | random(), 16);
}

ScratchDirs::ScratchDirs(std::string token)
    : token_(std::move(token)), parent_(TemporaryDirectory()) {}

std::string ScratchDirs::Root() {
  if (token_.empty()) token_ = NewToken();
  if (parent_.empty()) parent_ = TemporaryDirectory();
  return parent_ + "/combtest-" + token_;
}

std::string ScratchDirs::Get(const std::string& name,
                             const std::function<bool(const std::string&)>& on_first) {
  const std::lock_guard lock(mutex_);
  const std::string root = Root();
  const std::string path = root + "/" + name;
  if (names_.contains(name)) return path;
  // Another process may be removing the directory around it, which was empty.
  for (int tries = 0; true; ++tries) {
    try {
      MakePrivateDirectory(root);
      MakePrivateDirectory(path);
      break;
    } catch (const std::system_error& error) {
      if (error.code() == std::errc::no_such_file_or_directory && tries < 100 &&
          fs::exists(parent_))
        continue;
      throw Error(std::string("ScratchDir: ") + error.what() +
                  "; TMPDIR says where such directories are made");
    }
  }
  if (on_first(path)) {
    names_.insert(name);
    any_.store(true, std::memory_order_relaxed);
  }
  return path;
}

void ScratchDirs::RemoveBranches() {
  std::set<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    names = names_;
  }
  for (const std::string& name : names) {
    if (name.starts_with(kBranch)) Remove(name);
  }
}

std::vector<WalkId> ScratchDirs::Walks() {
  const std::lock_guard lock(mutex_);
  std::vector<WalkId> walks;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(Root(), ignored)) {
    const std::string name = entry.path().filename();
    if (name.size() < 20 && name.find_first_not_of("0123456789") == name.npos)
      walks.push_back(std::stoull(name));
  }
  return walks;
}

std::string ScratchDirs::Find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (token_.empty()) return {};  // nor has another process asked
  const std::string path = Root() + "/" + name;
  std::error_code ignored;
  return fs::is_directory(path, ignored) ? path : std::string();
}

bool ScratchDirs::Forget(const std::string& name) {
  const bool found = names_.erase(name) > 0;
  any_.store(!names_.empty(), std::memory_order_relaxed);
  return found;
}

void ScratchDirs::Keep(const std::string& name) {
  const std::lock_guard lock(mutex_);
  Forget(name);
}

void ScratchDirs::Remove(const std::string& name) {
  std::string path;
  {
    const std::lock_guard lock(mutex_);
    if (!Forget(name)) return;
    path = Root() + "/" + name;
  }
  RemoveDirectory(path);
}

void RemoveDirectory(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (!error) return;
  // What a test of permissions has left.
  std::error_code ignored;
  const auto open_up = [&ignored](const fs::path& directory) {
    fs::permissions(directory, fs::perms::owner_all, fs::perm_options::add, ignored);
  };
  open_up(path);
  for (auto entry = fs::recursive_directory_iterator(path, ignored);
       !ignored && entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) open_up(entry->path());
  }
  fs::remove_all(path, ignored);
}

}  // namespace combtest::internal
