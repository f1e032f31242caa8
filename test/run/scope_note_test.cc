#include "src/run/scope_note.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

#include "combtest/walks.h"

namespace combtest::internal {
namespace {

struct Turn : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
struct Tune : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
struct Mount : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr Scope kScope = Scope::kOnce;
  void Run(int) const {}
};

std::string NoteOf(WalkSpace space, unsigned workers, std::string name) {
  RunSpec spec{std::move(name), std::move(space)};
  spec.pool.workers = workers;
  testing::internal::CaptureStderr();
  TellUnsaidScopes(spec);
  return testing::internal::GetCapturedStderr();
}

TEST(ScopeNote, NamesTheActionsThatDeclareNoScope) {
  const WalkSpace space = Walks<NoState, Turn, Mount, Tune>().space();
  const std::string note = NoteOf(space, 2, "ScopeNote.Names");
  EXPECT_TRUE(
      note.starts_with("combtest: ScopeNote.Names: the serial actions Turn and Tune act in "
                       "this process only, not in the workers"))
      << note;
  EXPECT_EQ(note.find("Mount"), note.npos) << note;
  EXPECT_EQ(note.find('\n'), note.size() - 1) << note;
}

TEST(ScopeNote, IsForWorkersAlone) {
  EXPECT_EQ(NoteOf(Walks<NoState, Turn>().space(), 0, "ScopeNote.Threads"), "");
}

TEST(ScopeNote, DeclaringSilencesIt) {
  EXPECT_EQ(NoteOf(Walks<NoState, Mount>().space(), 2, "ScopeNote.Declared"), "");
}

TEST(ScopeNote, IsToldOnceForEachRun) {
  const WalkSpace space = Walks<NoState, Turn>().space();
  EXPECT_NE(NoteOf(space, 2, "ScopeNote.Once"), "");
  EXPECT_EQ(NoteOf(space, 2, "ScopeNote.Once"), "");
  EXPECT_NE(NoteOf(space, 2, "ScopeNote.Other"), "");
}

}  // namespace
}  // namespace combtest::internal
