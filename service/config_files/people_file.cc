// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/people_file.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "service/config_files/toml_table.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {
namespace {

using programme::Language;
using programme::Person;

const std::vector<ColumnName>& column_names() {
  static const std::vector<ColumnName> names{
      {"naam", {"naam", "name"}, true},
      {"e-mail", {"e-mail", "email", "e-mailadres", "emailadres", "mail"}, true},
      {"bibliotheek", {"bibliotheek", "library"}, true},
      {"rollen", {"rollen", "rol", "roles", "role"}, true},
      {"id", {"id"}},
      {"taal", {"taal", "language"}},
      {"vanaf", {"vanaf", "from", "joined"}},
      {"tot", {"tot", "until", "left"}},
      {"agenda", {"agenda", "delivery", "calendar"}},
  };
  return names;
}

void report_unknown_columns(const CsvTable& table, const Columns& columns, Report& report) {
  std::vector<std::string> known;
  for (const auto& name : column_names()) known.push_back(name.names.front());
  for (const std::size_t column : columns.unknown()) {
    if (report.only_counts()) {
      report.error(table.position(0, column), {});
      continue;
    }
    const std::string_view written = table.cell(0, column);
    const Text choose = say("hier kan {0}", "{0} can stand here", {one_of(known)});
    report.error(table.position(0, column),
                 say("de kolom {0} is niet bekend; {1}", "the column {0} is not known; {1}",
                     {in_quotes(written), did_you_mean(programme::nearest(written, known), choose)}));
  }
}

/// Splits role ids at commas, semicolons, slashes, pluses, bars and the word "en".
std::vector<std::string> roles_in(std::string_view cell) {
  std::vector<std::string> roles;
  constexpr std::string_view separators = ",;/+|& ";
  for (std::size_t at = cell.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = std::min(cell.find_first_of(separators, at), cell.size());
    const std::string_view word = cell.substr(at, end - at);
    if (!is_any(word, {"en", "and"})) roles.push_back(lowered(word));
    at = cell.find_first_not_of(separators, end);
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

struct Row {
  Person person;
  PeopleFile::Origin from;
};

class PersonReader {
 public:
  PersonReader(const CsvTable& table, const Columns& columns, Report& report)
      : table_(table),
        report_(report),
        name_(columns.of("naam")),
        email_(columns.of("e-mail")),
        library_(columns.of("bibliotheek")),
        roles_(columns.of("rollen")),
        id_(columns.of("id")),
        language_(columns.of("taal")),
        joined_(columns.of("vanaf")),
        left_(columns.of("tot")),
        delivery_(columns.of("agenda")) {}

  Row read(std::size_t row);

 private:
  using Column = std::optional<std::size_t>;

  std::string_view cell(Column column, std::size_t longest) {
    return cell_of(table_, row_, column, longest, report_).value_or(std::string_view());
  }
  void error(Column column, Text text) {
    report_.error(table_.position(row_, column.value_or(0)), std::move(text));
  }
  void read_address(Person& person);
  void read_membership(Person& person);
  Language read_language();
  std::optional<programme::Delivery> read_own_delivery();
  std::optional<programme::year_month_day> read_date(Column column);

  const CsvTable& table_;
  Report& report_;
  const Column name_;
  const Column email_;
  const Column library_;
  const Column roles_;
  const Column id_;
  const Column language_;
  const Column joined_;
  const Column left_;
  const Column delivery_;
  std::size_t row_ = 0;
};

void PersonReader::read_address(Person& person) {
  person.email = cell(email_, 1000);
  if (person.email.empty()) {
    error(email_, say("het e-mailadres ontbreekt; vul het in, of haal deze rij weg",
                      "the e-mail address is missing; fill it in, or remove this row"));
    return;
  }
  if (const auto flaw = flaw_of_email(person.email)) {
    error(email_, *flaw);
    return;
  }
  person.address = normalised_email(person.email);
}

Language PersonReader::read_language() {
  const std::string word = lowered(cell(language_, 1000));
  if (word.empty() || is_any(word, {"nl", "nederlands", "dutch"})) return Language::nl;
  if (is_any(word, {"en", "engels", "english"})) return Language::en;
  error(language_, say("{0} is geen taal die we kennen; kies nl of en",
                       "{0} is not a language we know; choose nl or en", {in_quotes(word)}));
  return Language::nl;
}

std::optional<programme::Delivery> PersonReader::read_own_delivery() {
  const std::string_view word = cell(delivery_, 1000);
  if (word.empty()) return std::nullopt;
  const auto delivery = read_delivery(word);
  if (!delivery.value) error(delivery_, delivery.problem);
  return delivery.value;
}

std::optional<programme::year_month_day> PersonReader::read_date(Column column) {
  const std::string_view text = cell(column, 1000);
  if (text.empty()) return std::nullopt;
  const auto day = read_day(text);
  if (!day.value) error(column, day.problem);
  return day.value;
}

void PersonReader::read_membership(Person& person) {
  person.library = cell(library_, 1000);
  if (person.library.empty()) {
    error(library_, say("de bibliotheek ontbreekt; vul de korte naam uit libraries.csv in",
                        "the library is missing; fill in the short name from libraries.csv"));
  }
  person.roles = roles_in(cell(roles_, 1000));
  if (person.roles.empty()) {
    error(roles_, say("de rol ontbreekt; vul een rol uit programme.toml in",
                      "the role is missing; fill in a role from programme.toml"));
  }
  person.joined = read_date(joined_);
  person.left = read_date(left_);
}

Row PersonReader::read(std::size_t row) {
  row_ = row;
  report_extra_cells(table_, row, report_);
  Row out;
  out.from.row = row;
  Person& person = out.person;
  person.name = cell(name_, 200);
  if (person.name.empty()) {
    error(name_, say("de naam ontbreekt; vul een naam in", "the name is missing; fill in a name"));
  }
  read_address(person);
  read_membership(person);
  person.language = read_language();
  out.from.delivery = read_own_delivery();
  person.id = cell(id_, 1000);
  out.from.id_given = !person.id.empty();
  if (!out.from.id_given) person.id = person.address;
  if (const auto flaw = out.from.id_given ? flaw_of_id(person.id) : std::nullopt) error(id_, *flaw);
  return out;
}

/// Finds an address or an id that an earlier row has. It stores views of the rows' strings, so the rows must
/// not move.
class Uniqueness {
 public:
  Uniqueness(const CsvTable& table, const Columns& columns, Report& report)
      : table_(table), columns_(columns), report_(report) {
    addresses_.reserve(table.rows());
    ids_.reserve(table.rows());
  }

  bool accepts(const Row& row) {
    const auto& person = row.person;
    if (person.id.empty()) return false;  // No id and no address: reported already.
    if (!person.address.empty()) {
      const auto [earlier, fresh] = addresses_.emplace(person.address, row.from.row);
      if (!fresh) {
        object(
            row, "e-mail",
            say("{0} staat er al, op regel {1}; maak er één rij van met beide rollen, zoals \"rol-1, rol-2\"",
                "{0} is there already, on line {1}; make it one row with both roles, like \"role-1, role-2\"",
                {in_quotes(person.email), line(earlier->second)}));
        return false;
      }
    }
    const auto [earlier, fresh] = ids_.emplace(person.id, row.from.row);
    if (!fresh) {
      object(row, "id",
             say("{0} is al de korte naam van iemand anders, op regel {1}; geef deze persoon een andere",
                 "{0} is already the short name of somebody else, on line {1}; give this person another",
                 {in_quotes(person.id), line(earlier->second)}));
      addresses_.erase(person.address);
    }
    return fresh;
  }

 private:
  std::string line(std::size_t row) const { return std::to_string(table_.position(row, 0).line); }
  void object(const Row& row, std::string_view field, Text text) {
    report_.error(table_.position(row.from.row, columns_.of(field).value_or(0)), std::move(text));
  }

  const CsvTable& table_;
  const Columns& columns_;
  Report& report_;
  std::unordered_map<std::string_view, std::size_t> addresses_;
  std::unordered_map<std::string_view, std::size_t> ids_;
};

/// Sorts the rows by id and moves each person once.
void take(std::vector<Row>& rows, PeopleFile& file) {
  std::vector<Row*> order;
  order.reserve(rows.size());
  for (Row& row : rows) order.push_back(&row);
  std::sort(order.begin(), order.end(),
            [](const Row* a, const Row* b) { return a->person.id < b->person.id; });
  auto& people = file.people.edit();
  people.reserve(rows.size());
  file.origins.reserve(rows.size());
  for (Row* row : order) {
    people.push_back(std::move(row->person));
    file.origins.push_back(row->from);
  }
}

}  // namespace

Position PeopleFile::of(std::size_t row, std::string_view field) const {
  return table.position(row, columns.of(field).value_or(0));
}

std::optional<PeopleFile> read_people_file(std::string text, const RowLimit& limit, Report& report) {
  auto table = CsvTable::parse(std::move(text), limit, report);
  if (!table) return std::nullopt;
  Columns columns(*table, column_names(), report);
  report_unknown_columns(*table, columns, report);
  if (!columns.complete()) return std::nullopt;
  PeopleFile file{.table = std::move(*table), .columns = std::move(columns)};
  std::vector<Row> rows;
  rows.reserve(file.table.rows());  // Uniqueness views into it.
  PersonReader reader(file.table, file.columns, report);
  Uniqueness uniqueness(file.table, file.columns, report);
  for (std::size_t row = 1; row < file.table.rows(); ++row) {
    rows.push_back(reader.read(row));
    if (!uniqueness.accepts(rows.back())) rows.pop_back();
  }
  take(rows, file);
  return file;
}

std::shared_ptr<const PeopleFile> KnownTables::find(const Files& files, const std::string& path) const {
  const auto known = by_path_.find(path);
  const auto entry = files.entries.find(path);
  if (known == by_path_.end() || entry == files.entries.end()) return nullptr;
  const bool same =
      entry->second.kind == FolderEntry::Kind::text && entry->second.bytes == known->second.bytes;
  return same ? known->second.read : nullptr;
}

void KnownTables::remember(const Files& files, const std::string& path,
                           std::shared_ptr<const PeopleFile> read) {
  by_path_.insert_or_assign(path, Known{files.entries.find(path)->second.bytes, std::move(read)});
}

}  // namespace config_files
