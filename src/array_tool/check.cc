#include "src/array_tool/check.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "src/array_tool/part.h"
#include "src/text/list_text.h"

namespace combtest::internal::array_tool {
namespace {

using Kind = Expression::Kind;

constexpr double kMemoryLimit = 4e9;

// Whether it is a disjunction of options of single columns; these are added to `literals`.
bool IsClause(const Expression& expression, std::vector<coverage::Literal>& literals) {
  if (expression.kind == Kind::kIn) {
    literals.push_back({expression.column, expression.holds});
    return true;
  }
  return expression.kind == Kind::kOr &&
         std::all_of(expression.parts.begin(), expression.parts.end(),
                     [&](const Expression& part) { return IsClause(part, literals); });
}

// What isn't a clause as it stands is asked, row by row.
coverage::Constraints ConstraintsOf(const Part& part) {
  coverage::Constraints constraints;
  for (const Rule& rule : part.rules) {
    coverage::Clause clause{rule.name, {}};
    if (IsClause(rule.expression, clause.literals)) {
      constraints.clauses.push_back(std::move(clause));
      continue;
    }
    constraints.predicates.push_back(
        {rule.name, [expression = std::make_shared<Expression>(rule.expression)](
                        std::span<const coverage::Option> row, std::vector<std::size_t>& read) {
           return Holds(*expression, row, read);
         }});
  }
  return constraints;
}

class Checker {
 public:
  explicit Checker(const Model& model) : model_(model), parts_(PartsOf(model)) {
    for (const Part& part : parts_) {
      coverage::Levels levels;
      for (const auto& values : part.values)
        levels.push_back(static_cast<coverage::Option>(values.size()));
      std::vector<coverage::ColumnGroup> groups;
      for (const Group& group : part.groups) {
        groups.push_back({group.columns, group.strength, {}});
        if (part.negative) groups.back().with.push_back(*part.negative);
      }
      measured_.emplace_back(std::move(levels), groups,
                             kMemoryLimit / static_cast<double>(parts_.size()));
      constraints_.push_back(ConstraintsOf(part));
    }
  }

  void Add(const TextRow& row, CheckReport& report) {
    ++report.rows;
    const std::string why = Judge(row);
    if (why.empty()) return;
    ++report.invalid_rows;
    if (report.invalid.size() < kListed)
      report.invalid.push_back("line " + std::to_string(row.line) + ": " + why);
  }

  void Finish(CheckReport& report, std::size_t list_impossible) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      measured_[i].Decide(constraints_[i]);
      report.counts = report.counts + measured_[i].counts();
      for (const auto& missing : measured_[i].Missing(kListed - report.missing.size())) {
        const bool undecided = missing.reason == coverage::Reason::kUndecided;
        report.missing.push_back(TupleText(i, missing.tuple) + (undecided ? " (undecided)" : ""));
      }
      for (const auto& impossible :
           measured_[i].Impossible(list_impossible - report.impossible.size(), constraints_[i])) {
        report.impossible.push_back(TupleText(i, impossible.tuple) + " (" +
                                    ListText(impossible.constraints, impossible.constraints.size(),
                                             impossible.constraints.size()) +
                                    ")");
      }
    }
  }

 private:
  // Why it isn't valid; empty: it is, and counts.
  std::string Judge(const TextRow& row) {
    for (std::size_t column = 0; column < model_.columns.size(); ++column) {
      if (!row.options[column])
        return model_.columns[column].name + " has no value " + Quoted(row.texts[column]);
    }
    const std::optional<std::size_t> part = FindPart(parts_, model_, row.options);
    if (!part) return "it has several negative values";
    coverage::Row options;
    for (std::size_t column = 0; column < model_.columns.size(); ++column) {
      const auto& values = parts_[*part].values[column];
      const auto found = std::lower_bound(values.begin(), values.end(), *row.options[column]);
      options.push_back(static_cast<coverage::Option>(found - values.begin()));
    }
    const std::vector<std::string> broken = BrokenBy(options, constraints_[*part]);
    if (!broken.empty())
      return "it breaks the constraint" + std::string(broken.size() > 1 ? "s of " : " of ") +
             ListText(broken, broken.size());
    measured_[*part].Add(options);
    return "";
  }

  std::string TupleText(std::size_t part, const coverage::Tuple& tuple) const {
    std::string text;
    for (const coverage::Cell& cell : tuple) {
      const Column& column = model_.columns[cell.column];
      const Value& value = column.values[parts_[part].values[cell.column][cell.option]];
      text += (text.empty() ? "" : ", ") + column.name + "=" + value.names.front();
    }
    return text;
  }

  const Model& model_;
  const std::vector<Part> parts_;
  std::vector<coverage::Coverage> measured_;        // by part
  std::vector<coverage::Constraints> constraints_;  // likewise
};

std::string List(const std::vector<std::string>& items, std::uint64_t count,
                 const std::string& title) {
  if (items.empty()) return "";
  std::string text = title + ":\n";
  for (const std::string& item : items) text += "  " + item + "\n";
  if (count > items.size()) text += "  and " + std::to_string(count - items.size()) + " more\n";
  return text;
}

}  // namespace

CheckReport Check(const Model& model, const std::function<const TextRow*()>& next,
                  std::size_t list_impossible) {
  CheckReport report;
  Checker checker(model);
  while (const TextRow* row = next()) checker.Add(*row, report);
  checker.Finish(report, list_impossible);
  return report;
}

std::string CheckText(const CheckReport& report) {
  const coverage::Counts& counts = report.counts;
  std::string text =
      CountText(report.rows, "row") + ", " +
      (report.invalid_rows == 0 ? "all valid"
                                : std::to_string(report.invalid_rows) + " of them not valid") +
      "\n";
  text += std::to_string(counts.covered) + " of " + std::to_string(counts.possible()) +
          " possible tuples covered, " + std::to_string(counts.impossible) + " impossible, " +
          std::to_string(counts.undecided) + " undecided\n";
  return text + List(report.invalid, report.invalid_rows, "not valid") +
         List(report.missing, counts.missing(), "missing") +
         List(report.impossible, counts.impossible, "impossible");
}

}  // namespace combtest::internal::array_tool
