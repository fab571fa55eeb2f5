// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <string_view>
#include <vector>

#include "service/config_files/activity_table.h"
#include "tests/config_files/test_folder.h"

namespace config_files {
namespace {

using namespace programme;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string day(year_month_day value) { return date::format("%F", value); }
std::string clock(minutes value) { return value == minutes(24 * 60) ? "24:00" : date::format("%R", value); }
std::string length(minutes value) { return std::to_string(value.count()) + " min"; }

std::string span(const DayRange& days) {
  return days.first == days.last ? day(days.first) : day(days.first) + "/" + day(days.last);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string at(const std::optional<minutes>& time) { return time ? " at " + clock(*time) : ""; }
std::string_view side(Side value) { return value == Side::before ? "before" : "after"; }
std::string_view unit(DayUnit value) { return value == DayUnit::days ? "days" : "working days"; }

std::string_view unit(OffsetUnit value) {
  switch (value) {
    case OffsetUnit::minute:
      return "minutes";
    case OffsetUnit::hour:
      return "hours";
    case OffsetUnit::day:
      return "days";
    case OffsetUnit::working_day:
      break;
  }
  return "working days";
}

std::string_view anchor(Anchor value) {
  switch (value) {
    case Anchor::start:
      return "start";
    case Anchor::end:
      return "end";
    case Anchor::due:
      break;
  }
  return "deadline";
}

template <class... Options>
std::string when_text(const std::variant<Options...>& when) {
  return std::visit(
      Overloaded{
          [](const Undated&) -> std::string { return "unknown"; },
          [](const OnDay& w) { return day(w.day) + " " + clock(w.time.from) + "-" + clock(w.time.to); },
          [](const Between& w) { return "to be confirmed, " + span(w.days); },
          [](const Follows& w) { return "follows " + w.activity + ", " + length(w.duration); },
          [](const PerLibrary& w) { return "per library, " + length(w.duration); },
          [](const DueOn& w) { return "due " + day(w.day) + at(w.time); },
          [](const DueRelative& w) {
            std::ostringstream out;
            out << "due " << w.count << " " << unit(w.unit) << " " << side(w.side) << " " << w.activity
                << at(w.time);
            return out.str();
          },
      },
      when);
}

std::string moment_text(const std::variant<Offset, LocalMinute>& when) {
  if (const auto* fixed = std::get_if<LocalMinute>(&when)) return date::format("%F %R", *fixed);
  const auto& offset = std::get<Offset>(when);
  std::ostringstream out;
  out << offset.count << " " << unit(offset.unit) << " " << side(offset.side) << " " << anchor(offset.anchor)
      << at(offset.at);
  return out.str();
}

/// Lines of "name: value"; empty values are left out, line breaks show as \n.
class Dump {
 public:
  void head(const std::string& text) { out_ << text << "\n"; }

  void line(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out_ << "  " << name << ": ";
    for (const char c : value) {
      if (c == '\n') {
        out_ << "\\n";
      } else {
        out_ << c;
      }
    }
    out_ << "\n";
  }

  void text(const std::string& name, const Text& value) {
    line(name, value.nl);
    line(name + " (en)", value.en);
  }

  std::string str() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

void dump_settings(Dump& dump, const Settings& settings) {
  dump.head("service");
  dump.line("address", settings.address);
  dump.line("listen", settings.listen);
  dump.line("data", settings.data);
  dump.line("publish", settings.publish_automatically ? "automatic" : "manual");
  dump.line("trusted_proxies", joined(settings.trusted_proxies));
  dump.line("log", settings.log);
  dump.line("cancelled_days", std::to_string(settings.feeds.cancelled.count()));
  dump.line("left_days", std::to_string(settings.feeds.left.count()));
}

std::string_view security(MailSecurity value) {
  switch (value) {
    case MailSecurity::starttls:
      return "starttls";
    case MailSecurity::tls:
      return "tls";
    case MailSecurity::none:
      break;
  }
  return "none";
}

void dump_mail(Dump& dump, const MailSettings& mail) {
  dump.head("mail");
  dump.line("server", mail.server);
  dump.line("port", std::to_string(mail.port));
  dump.line("security", security(mail.security));
  dump.line("user", mail.user);
  dump.line("password_file", mail.password_file);
  dump.line("ca_file", mail.ca_file);
  dump.line("sender", mail.sender);
  dump.line("connections", std::to_string(mail.connections));
  dump.line("per_minute", std::to_string(mail.per_minute));
  dump.line("ask_above", std::to_string(mail.ask_above));
  dump.line("settle", length(mail.settle));
  dump.line("hold_after", length(mail.hold_after));
  dump.line("on_unknown", mail.resend_unknown ? "resend once" : "hold");
}

void dump_coordinator(Dump& dump, const Coordinator& coordinator) {
  dump.head("coordinator " + coordinator.address);
  dump.line("name", coordinator.name);
  dump.line("email", coordinator.email);
  dump.line("language", coordinator.language == Language::nl ? "nl" : "en");
}

void dump_activity(Dump& dump, const Activity& activity) {
  dump.head("activity " + activity.id);
  dump.line("kind", kind_names().at(static_cast<std::size_t>(activity.kind)));
  dump.text("title", activity.title);
  dump.text("description", activity.description);
  dump.line("when", when_text(activity.when));
  dump.line("for", joined(activity.roles));
  dump.line("place", activity.place);
  dump.line("online", activity.online);
  dump.line("page", activity.page);
  for (const auto& [role, time] : activity.spent) dump.line("hours of " + role, length(time));
  if (activity.hand_in != HandIn::none)
    dump.line("hand in", activity.hand_in == HandIn::person ? "person" : "library");
  if (activity.cancelled) dump.text("cancelled", *activity.cancelled);
}

void dump_reminder(Dump& dump, const ReminderRule& rule) {
  dump.head("reminder " + rule.id);
  std::vector<std::string> about;
  for (const auto kind : rule.kinds)
    about.push_back("every " + kind_names().at(static_cast<std::size_t>(kind)));
  about.insert(about.end(), rule.activities.begin(), rule.activities.end());
  dump.line("about", joined(about));
  dump.line("when", moment_text(rule.when));
  if (rule.day_off_before) dump.line("day off", "working day before");
  dump.line("to", joined(rule.to));
  if (rule.unless_handed_in) dump.line("unless", "handed in");
  if (rule.only_unplanned) dump.line("only", "unplanned");
  if (rule.repeat) {
    std::ostringstream repeat;
    repeat << "every " << rule.repeat->every << " " << unit(rule.repeat->unit) << ", at most "
           << rule.repeat->at_most << " times";
    dump.line("repeat", repeat.str());
  }
  dump.line("late", length(rule.late));
  dump.line("template", rule.template_name);
}

void dump_library(Dump& dump, const Library& library) {
  dump.head("library " + library.id);
  dump.line("name", library.name);
  for (const auto& [activity, date] : library.dates) {
    dump.line(activity, when_text(date.when) + (date.place.empty() ? "" : ", " + date.place));
  }
}

void dump_person(Dump& dump, const Person& person) {
  dump.head("person " + person.id);
  dump.line("name", person.name);
  dump.line("email", person.email);
  dump.line("address", person.address);
  dump.line("library", person.library);
  dump.line("roles", joined(person.roles));
  dump.line("language", person.language == Language::nl ? "nl" : "en");
  if (person.delivery == Delivery::invitations) dump.line("delivery", "invitations");
  if (person.joined) dump.line("from", day(*person.joined));
  if (person.left) dump.line("until", day(*person.left));
}

void dump_programme(Dump& dump, const Programme& programme) {
  dump.head("programme " + programme.id);
  dump.text("title", programme.title);
  dump.text("description", programme.description);
  dump.line("zone", programme.zone);
  dump.line("organiser", programme.organiser);
  dump.line("contact", programme.contact);
  dump.line("website", programme.website);
  for (const auto& days : programme.closed) dump.line("closed", span(days));
  if (programme.quiet) dump.line("quiet", clock(programme.quiet->from) + "-" + clock(programme.quiet->to));
  dump.line("bundle", programme.bundle);
  if (programme.ask) dump.line("announce", "ask");
  if (programme.delivery == Delivery::invitations) dump.line("delivery", "invitations");
  for (const Role& role : programme.roles) {
    dump.head("role " + role.id);
    dump.text("title", role.title);
    dump.line("type", role.type == RoleType::participant ? "participant" : "manager");
    if (role.promised) dump.line("hours", length(*role.promised));
  }
  for (const auto& activity : programme.activities) dump_activity(dump, activity);
  for (const auto& rule : programme.reminders) dump_reminder(dump, rule);
  for (const auto& library : programme.libraries) dump_library(dump, library);
  for (const auto& person : programme.people) dump_person(dump, person);
}

}  // namespace

std::string describe(const Loaded& loaded) {
  Dump dump;
  dump_settings(dump, loaded.settings);
  dump_mail(dump, loaded.settings.mail);
  for (const auto& coordinator : loaded.settings.coordinators) dump_coordinator(dump, coordinator);
  for (const auto& [name, text] : loaded.templates) {
    dump.head("template " + name);
    dump.line("length", std::to_string(text.size()));
  }
  for (const auto& programme : loaded.programmes) dump_programme(dump, programme);
  return dump.str();
}

}  // namespace config_files
