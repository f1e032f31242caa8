#!/bin/sh
# pairwise_again.sh PROGRAM MORE DIRECTORY: the pairs of options, kept in a file: made, run again from there, one walk by
# its name, nothing again where all has passed, with a budget by the times of the first run, which leaves time for more or
# cuts some off, and with MORE, which has an option more.
set -e
rm -rf "$3"
mkdir -p "$3"
suite='All/Sqlite.*'
file=$3/arrays.jsonl
pairwise="--gtest_brief=1 --combtest_strength=2 --combtest_array=$file"
list() { "$@" --gtest_list_tests "--gtest_filter=$suite" | sed -n 's/^  \(StaysSound[^ ]*\).*/\1/p'; }
"$1" $pairwise "--gtest_filter=$suite" --combtest_log_dir="$3/logs"
all=$(list "$1" | wc -l)
few=$(list "$1" $pairwise | wc -l)
test $((10 * few)) -lt "$all" && test "$few" -gt 0
echo "$few of $all walks, less than a tenth"
cp "$file" "$3/before"
"$1" $pairwise "--gtest_filter=$suite"
cmp "$3/before" "$file"
echo "no line has changed"
walk=$(list "$1" $pairwise | tail -n 1)
"$1" "--gtest_filter=All/Sqlite.$walk" | grep 'OK.*StaysSound'
"$1" $pairwise "--gtest_filter=$suite" --combtest_rerun="$3/logs"
"$1" $pairwise "--gtest_filter=$suite" --combtest_times="$3/logs" >/dev/null
grep -c times_us "$file"
"$1" --combtest_strength=2 --combtest_array="$file" "--gtest_filter=$suite" --combtest_budget=1h |
  grep 'within the budget of'
cp "$3/before" "$file"
"$2" $pairwise --combtest_require_coverage=2:100 "--gtest_filter=$suite"
head -n "$(wc -l <"$3/before")" "$file" | cmp - "$3/before"
test "$(wc -l <"$file")" -gt "$(wc -l <"$3/before")"
echo "an option more: $(($(wc -l <"$file") - $(wc -l <"$3/before"))) lines more"
