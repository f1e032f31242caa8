#include "test/docs/page.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace combtest::docs {
namespace {

std::string AnchorOf(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (c == ' ') {
      anchor += '-';
    }
  }
  return anchor;
}

void ReadLinks(const std::string& line, std::size_t number, std::vector<Link>& links) {
  for (std::size_t at = 0; (at = line.find("](", at)) != line.npos;) {
    at += 2;
    const std::size_t end = line.find(')', at);
    if (end != line.npos) links.push_back({line.substr(at, end - at), number});
  }
}

// What stands between two texts, if the line begins and ends with them; empty if not.
std::string Between(const std::string& line, std::string_view before, std::string_view after) {
  if (!line.starts_with(before) || !line.ends_with(after)) return "";
  return line.substr(before.size(), line.size() - before.size() - after.size());
}

}  // namespace

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("can't read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Page ReadPage(const std::filesystem::path& path) {
  Page page;
  page.path = path;
  page.lines = Lines(ReadFile(path));
  bool inside = false;
  std::string directory;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const std::string& line = page.lines[i];
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) page.blocks.push_back({line.substr(3), i + 1, {}, directory});
    } else if (inside) {
      page.blocks.back().lines.push_back(line);
    } else if (line.starts_with('#')) {
      page.anchors.push_back(AnchorOf(line.substr(std::min(line.find(' '), line.size() - 1) + 1)));
    } else if (const std::string named = Between(line, "<!-- run in ", " -->"); !named.empty()) {
      directory = named;
    } else {
      ReadLinks(line, i, page.links);
    }
  }
  if (inside) throw std::runtime_error(path.string() + ": a ``` isn't closed");
  return page;
}

void WritePage(const Page& page) {
  std::ofstream out(page.path);
  for (const std::string& line : page.lines) out << line << "\n";
}

std::vector<Page> AllPages() {
  const std::filesystem::path root = COMBTEST_SOURCE_DIR;
  std::vector<Page> pages = {ReadPage(root / "README.md")};
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) pages.push_back(ReadPage(path));
  return pages;
}

std::string Place(const Page& page, std::size_t line) {
  return page.path.lexically_relative(COMBTEST_SOURCE_DIR).string() + ":" +
         std::to_string(line + 1);
}

bool Updating() { return std::getenv("DOCS_UPDATE") != nullptr; }

}  // namespace combtest::docs
