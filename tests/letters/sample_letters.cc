// SPDX-License-Identifier: Apache-2.0
#include "tests/letters/sample_letters.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "service/config_files/load.h"
#include "service/feeds/events.h"
#include "service/letters/letter_values.h"

namespace sample_letters {
namespace {

using namespace date::literals;
using programme::Language;
using programme::Moment;
using programme::Occurrence;

const std::string host = "https://agenda.example.org";
const std::string token = "lf_q7Zt0c2Vx9mB4nL8sKpE1rYwD6u";

constexpr programme::Stamp stamp{.first_published = date::sys_days{2023_y / 3 / 1},
                                 .last_changed = date::sys_days{2023_y / 3 / 1}};

std::string done_link(const Occurrence& occurrence) {
  return host + "/p/" + token + "/klaar/" + occurrence.activity->id;
}

}  // namespace

/// One state of the programme with its dates and moments.
struct Samples::World {
  explicit World(programme::Programme state)
      : programme{std::move(state)},
        schedule{programme::schedule(programme)},
        working_days{programme.closed},
        moments{programme::moments(programme, schedule)} {}

  letters::Item item(const Moment& moment, const programme::Person* person, Language language) const {
    letters::Item item;
    item.moment = moment;
    const Occurrence* occurrence = moment.occurrence;
    if (occurrence == nullptr) return item;
    item.event = feeds::to_event(programme, *occurrence, working_days, stamp, language);
    if (person == nullptr) {
      item.missing = programme::missing(moment, {});
      return item;
    }
    if (occurrence->activity->hand_in != programme::HandIn::none) item.hand_in_link = done_link(*occurrence);
    item.lunch = letters::lunch_after(schedule, *occurrence);
    for (const Occurrence* each : letters::preparation_for(schedule, *occurrence, *person)) {
      const bool done =
          moment.rule->when.index() == 0 && std::get<programme::Offset>(moment.rule->when).count == 1;
      item.preparation.push_back({each, done, done ? "" : done_link(*each)});
    }
    return item;
  }

  letters::Letter letter(const programme::Recipient& recipient, const std::string& name,
                         const Moment& first) const {
    letters::Letter letter;
    letter.message_id = name + ".2023@werktraject.invalid";
    letter.programme = &programme;
    letter.recipient = recipient;
    letter.topic = programme::topic_of(first.occurrence);
    if (recipient.person == nullptr) return letter;
    letter.feed_link = host + "/f/" + token + "/werktraject-gezinsaanpak.ics";
    letter.subscribe_link = host + "/f/" + token + "/";
    letter.page_link = host + "/p/" + token + "/";
    letter.stop_link = host + "/p/" + token + "/stop/" + std::string{programme::to_string(letter.topic)};
    return letter;
  }

  /// The first moment of a rule that has a time; with `every`, all that are due then.
  std::vector<const Moment*> due(const std::string& rule, bool every) const {
    std::vector<const Moment*> found;
    for (const Moment& moment : moments) {
      if (moment.rule->id != rule || !moment.due || moment.blocked) continue;
      if (found.empty() || (every && moment.due == found.front()->due)) found.push_back(&moment);
    }
    if (found.empty()) throw std::logic_error{"nothing is due by " + rule};
    return found;
  }

  const programme::Programme programme;
  const programme::Schedule schedule;
  const programme::WorkingDays working_days;
  const std::vector<Moment> moments;
};

std::map<std::string, std::string> templates(const std::filesystem::path& folder) {
  std::map<std::string, std::string> found;
  for (const std::string language : {"nl", "en"}) {
    for (const auto& entry : std::filesystem::directory_iterator{folder / "templates" / language}) {
      std::ifstream file{entry.path(), std::ios::binary};
      found[language + "/" + entry.path().filename().string()] = {std::istreambuf_iterator<char>{file}, {}};
    }
  }
  return found;
}

Samples::Samples(const std::filesystem::path& config, Language language) {
  config_files::Loaded loaded = config_files::load(config);
  if (!loaded.ok()) throw std::runtime_error{"the sample has errors"};
  programme::Programme as_written = loaded.programmes.at(0);
  as_written.bundle = "samen";
  for (auto& person : as_written.people.edit()) person.language = language;
  for (auto& library : as_written.libraries)
    if (library.id == "utrecht") library.dates.clear();
  programme::Programme planned = as_written;
  for (auto& activity : planned.activities)
    if (activity.id == "wrap-up")
      activity.when = programme::OnDay{2024_y / 1 / 16, {std::chrono::hours{15}, std::chrono::hours{16}}};
  worlds_.push_back(std::make_unique<World>(std::move(as_written)));
  worlds_.push_back(std::make_unique<World>(std::move(planned)));
  coordinator_ = {.name = "Coördinator werktraject",
                  .email = "coordinator@example.org",
                  .address = "coordinator@example.org",
                  .language = language};

  for (const auto& rule : worlds_[0]->programme.reminders) {
    const bool overview = rule.to == std::vector<std::string>{"coordinators"};
    const World& world = overview ? *worlds_[0] : *worlds_[1];
    const auto moments = world.due(rule.id, overview);
    const auto recipients = programme::recipients(*moments.front(), {&coordinator_, 1});
    Sample sample{rule.id, world.letter(recipients.at(0), rule.id, *moments.front()), *moments.front()->due};
    for (const Moment* moment : moments)
      sample.letter.items.push_back(world.item(*moment, recipients.at(0).person, language));
    all_.push_back(std::move(sample));
  }

  const World& world = *worlds_[1];
  const Moment& session = *world.due("werksessie-over-twee-weken", false).front();
  const Moment& deadline = *world.due("opdracht-over-een-week", false).front();
  const auto recipients = programme::recipients(session, {});
  Sample sample{"samen", world.letter(recipients.at(0), "samen", session), *session.due};
  sample.letter.items = {world.item(session, recipients.at(0).person, language),
                         world.item(deadline, recipients.at(0).person, language)};
  all_.push_back(std::move(sample));
}

Samples::~Samples() = default;

const Sample& Samples::find(const std::string& name) const {
  const auto found = std::ranges::find(all_, name, &Sample::name);
  if (found == all_.end()) throw std::logic_error{"no sample " + name};
  return *found;
}

}  // namespace sample_letters
