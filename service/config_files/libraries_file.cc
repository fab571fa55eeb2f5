// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/libraries_file.h"

#include <algorithm>

#include "service/config_files/toml_table.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {
namespace {

using programme::Activity;
using programme::Between;
using programme::Library;
using programme::LibraryDate;
using programme::minutes;
using programme::OnDay;
using programme::PerLibrary;
using programme::TimeRange;

/// A column of a per-library activity: "intake_datum" and "intake_date" are {"intake", "datum"}.
struct DateColumn {
  std::string activity;
  std::string part;
};

std::optional<DateColumn> date_column(std::string_view header) {
  const std::string written = lowered(header);
  const std::size_t cut = written.find_last_of("_ ");
  if (cut == std::string::npos || cut == 0) return std::nullopt;
  const std::string ending = written.substr(cut + 1);
  const char* part = is_any(ending, {"datum", "date"})     ? "datum"
                     : is_any(ending, {"tijd", "time"})    ? "tijd"
                     : is_any(ending, {"plaats", "place"}) ? "plaats"
                                                           : nullptr;
  if (part == nullptr) return std::nullopt;
  return DateColumn{std::string(trimmed(std::string_view(written).substr(0, cut))), part};
}

std::string field_of(const std::string& activity, std::string_view part) {
  return activity + "_" + std::string(part);
}

class LibraryReader {
 public:
  LibraryReader(const CsvTable& table, Columns& columns, const std::vector<Activity>& activities,
                Report& report)
      : table_(table), columns_(columns), activities_(activities), report_(report) {}

  void read_date_columns();
  Library read_row(std::size_t row);

 private:
  void refuse_column(std::size_t column, const std::optional<DateColumn>& named);
  void read_dates(std::size_t row, const Activity& activity, Library& library);
  std::optional<LibraryDate> read_when(std::size_t row, const Activity& activity, std::string_view date,
                                       std::string_view time);
  void error(std::size_t row, std::string_view field, Text text) {
    report_.error(place(row, field), std::move(text));
  }
  Position place(std::size_t row, std::string_view field) const {
    return table_.position(row, columns_.of(field).value_or(0));
  }

  const CsvTable& table_;
  Columns& columns_;
  const std::vector<Activity>& activities_;
  Report& report_;
  std::vector<const Activity*> dated_;  ///< The per-library activities that have a column.
};

void LibraryReader::read_date_columns() {
  for (const std::size_t column : columns_.unknown()) {
    const auto named = date_column(table_.cell(0, column));
    const auto activity = std::find_if(activities_.begin(), activities_.end(), [&](const Activity& a) {
      return named && a.id == named->activity && std::holds_alternative<PerLibrary>(a.when);
    });
    if (activity == activities_.end()) {
      refuse_column(column, named);
      continue;
    }
    columns_.put(field_of(activity->id, named->part), table_, column, report_);
    if (std::find(dated_.begin(), dated_.end(), &*activity) == dated_.end()) dated_.push_back(&*activity);
  }
}

void LibraryReader::refuse_column(std::size_t column, const std::optional<DateColumn>& named) {
  const std::string_view written = table_.cell(0, column);
  const Position at = table_.position(0, column);
  if (report_.only_counts()) return report_.error(at, {});
  const bool shared = named && std::any_of(activities_.begin(), activities_.end(),
                                           [&](const Activity& a) { return a.id == named->activity; });
  if (shared) {
    report_.error(
        at,
        say("activiteit \"{0}\" is voor alle bibliotheken samen; haal deze kolom weg, of zet per = "
            "\"library\" bij die activiteit in programme.toml",
            "activity \"{0}\" is for all libraries together; remove this column, or put per = \"library\" "
            "with that activity in programme.toml",
            {named->activity}));
    return;
  }
  std::vector<std::string> known{"id", "naam"};
  for (const Activity& activity : activities_) {
    if (!std::holds_alternative<PerLibrary>(activity.when)) continue;
    for (const char* part : {"_datum", "_tijd", "_plaats"}) known.push_back(activity.id + part);
  }
  const Text choose = say("hier kan {0}", "{0} can stand here", {one_of(known)});
  report_.error(at, say("de kolom {0} is niet bekend; {1}", "the column {0} is not known; {1}",
                        {in_quotes(written), did_you_mean(programme::nearest(written, known), choose)}));
}

std::optional<LibraryDate> LibraryReader::read_when(std::size_t row, const Activity& activity,
                                                    std::string_view date, std::string_view time) {
  const std::string date_field = field_of(activity.id, "datum");
  const std::string time_field = field_of(activity.id, "tijd");
  if (date.empty() || means_unknown(date)) {
    if (!time.empty())
      error(row, time_field,
            say("er staat wel een tijd maar geen datum; vul de datum in, zoals 2023-05-09",
                "there is a time but no date; fill in the date, like 2023-05-09"));
    return LibraryDate{};
  }
  const auto days = read_days(date);
  if (!days.value) {
    error(row, date_field, days.problem);
    return std::nullopt;
  }
  const bool one_day = days.value->first == days.value->last;
  if (time.empty()) {
    if (one_day) {
      report_.warn(
          place(row, date_field),
          say("de tijd ontbreekt, dus \"{0}\" staat in de agenda als \"datum volgt\"; vul de tijd in, zoals "
              "10:00",
              "the time is missing, so \"{0}\" shows as to be confirmed; fill in the time, like 10:00",
              {activity.id}));
    }
    return LibraryDate{Between{*days.value}, {}};
  }
  const auto times = read_times(time);
  if (!times.value || !one_day) {
    error(row, time_field,
          times.value ? say("een tijd past alleen bij één dag; haal de tijd weg zolang de dag niet vaststaat",
                            "a time only goes with a single day; remove the time until the day is fixed")
                      : times.problem);
    return std::nullopt;
  }
  TimeRange range = *times.value;
  if (range.to == minutes(0)) range.to = range.from + std::get<PerLibrary>(activity.when).duration;
  if (range.to > day_length) {
    error(row, time_field,
          say("zo eindigt de activiteit na middernacht; kies een eerder begin",
              "this ends after midnight; choose an earlier start"));
    return std::nullopt;
  }
  return LibraryDate{OnDay{days.value->first, range}, {}};
}

void LibraryReader::read_dates(std::size_t row, const Activity& activity, Library& library) {
  const auto cell = [&](const char* part) {
    return cell_of(table_, row, columns_.of(field_of(activity.id, part)), 500, report_)
        .value_or(std::string_view());
  };
  const std::string_view place = cell("plaats");
  auto date = read_when(row, activity, cell("datum"), cell("tijd"));
  if (!date) return;
  date->place = place;
  if (*date != LibraryDate{}) library.dates[activity.id] = std::move(*date);
}

Library LibraryReader::read_row(std::size_t row) {
  report_extra_cells(table_, row, report_);
  Library library;
  const auto id = cell_of(table_, row, columns_.of("id"), 1000, report_);
  library.id = id.value_or("");
  if (id) {
    if (const auto flaw = flaw_of_id(*id)) {
      error(row, "id",
            id->empty() ? say("de korte naam van deze bibliotheek ontbreekt; vul \"id\" in, zoals eemland",
                              "the short name of this library is missing; fill in \"id\", like eemland")
                        : *flaw);
    }
  }
  const auto name = cell_of(table_, row, columns_.of("naam"), 200, report_);
  library.name = name.value_or("");
  if (name && name->empty()) {
    error(row, "naam",
          say("de naam van deze bibliotheek ontbreekt; vul de naam in",
              "the name of this library is missing; fill in the name"));
  }
  for (const Activity* activity : dated_) read_dates(row, *activity, library);
  return library;
}

}  // namespace

Position LibrariesFile::of(const programme::FindingSubject& subject) const {
  const auto row = rows.find(subject.id);
  return row == rows.end() ? Position{} : table.position(row->second, columns.of(subject.field).value_or(0));
}

std::optional<LibrariesFile> read_libraries_file(std::string text, const std::vector<Activity>* activities,
                                                 const RowLimit& limit, Report& report) {
  static const std::vector<ColumnName> names{{"id", {"id"}, true},
                                             {"naam", {"naam", "name", "bibliotheek"}, true}};
  auto table = CsvTable::parse(std::move(text), limit, report);
  if (!table) return std::nullopt;
  Columns columns(*table, names, report);
  LibrariesFile file{std::move(*table), std::move(columns), {}, {}};
  static const std::vector<Activity> none;
  LibraryReader reader(file.table, file.columns, activities != nullptr ? *activities : none, report);
  if (activities != nullptr) reader.read_date_columns();
  if (!file.columns.complete()) return std::nullopt;
  for (std::size_t row = 1; row < file.table.rows(); ++row) {
    Library library = reader.read_row(row);
    if (library.id.empty()) continue;
    const auto [earlier, fresh] = file.rows.emplace(library.id, row);
    if (fresh) {
      file.libraries.push_back(std::move(library));
    } else {
      report.error(
          file.table.position(row, *file.columns.of("id")),
          say("bibliotheek {0} staat al op regel {1}; houd er één over",
              "library {0} is already on line {1}; keep one",
              {in_quotes(library.id), std::to_string(file.table.position(earlier->second, 0).line)}));
    }
  }
  std::sort(file.libraries.begin(), file.libraries.end(),
            [](const Library& a, const Library& b) { return a.id < b.id; });
  return file;
}

}  // namespace config_files
