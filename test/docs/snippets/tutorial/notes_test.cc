// docs/tutorial.md: all walks.
#include "notes.h"

#include <combtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

struct Book {
  std::string directory;  // of this walk alone
  std::shared_ptr<Notes> notes;
  int expected = 0;
};
BOOST_DESCRIBE_STRUCT(Book, (), (directory, expected))

struct PageSize : combtest::Action {
  static constexpr std::array kOptions = {512, 4096, 65536};
  void Run(int bytes, Book& book) const {
    book.directory = combtest::CurrentWalk::Get().ScratchDir();
    book.notes = std::make_shared<Notes>(book.directory + "/notes.db");
    book.notes->Run("PRAGMA page_size=" + std::to_string(bytes));
    book.notes->Run("CREATE TABLE notes(text)");
  }
};

struct Add : combtest::Action {
  static constexpr std::array kOptions = {2, 200};
  void Run(int count, Book& book) const {
    book.notes->Run("BEGIN");
    for (int i = 0; i < count; ++i) book.notes->Add("note " + std::to_string(i));
    book.notes->Run("COMMIT");
    book.expected += count;
  }
};

struct BackUp : combtest::Action {
  static constexpr std::array kOptions = {"copy.db"};
  void Run(const std::string& name, Book& book) const {
    const std::string copy = book.directory + "/" + name;
    book.notes->BackUp(copy);
    EXPECT_EQ(Notes(copy).Count(), book.expected);
  }
};

struct Journal : combtest::Action {
  static constexpr std::array kOptions = {"delete", "truncate", "persist", "memory", "wal"};
  void Run(const std::string& mode, Book& book) const {
    ASSERT_EQ(book.notes->Run("PRAGMA journal_mode=" + mode), mode);
  }
};

struct Edit : combtest::Action {
  static constexpr std::array kOptions = {"nothing", "rewrite", "remove"};
  void Run(std::string_view what, Book& book) const {
    if (what == "rewrite") book.notes->Run("UPDATE notes SET text='better' WHERE rowid=1");
    if (what == "remove") {
      book.notes->Run("DELETE FROM notes WHERE rowid=1");
      --book.expected;
    }
  }
};

struct Reopen : combtest::Action {
  static constexpr std::array kOptions = {false, true};
  void Run(bool reopen, Book& book) const {
    if (!reopen) return;
    book.notes.reset();
    book.notes = std::make_shared<Notes>(book.directory + "/notes.db");
  }
};

COMBTEST_WALKS(NotesWalks, Book, PageSize, Journal, Add, Edit, Reopen, BackUp);
