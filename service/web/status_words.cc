// SPDX-License-Identifier: Apache-2.0
#include "service/web/status_words.h"

#include <array>
#include <utility>

#include "service/programme/text.h"

namespace web {
namespace {

using programme::Language;
using programme::say;
using programme::Text;

constexpr std::uint64_t megabyte = 1'000'000;

/// A command, the same in both languages.
Text command(const char* text) { return {text, text}; }

Text store_help() {
  return say("zorg dat de map met gegevens gelezen en geschreven kan worden; daarna gaat het vanzelf verder",
             "make the data folder readable and writable; it then goes on by itself");
}

std::string size_text(std::uint64_t octets) {
  constexpr std::uint64_t gigabyte = 1000 * megabyte;
  return octets >= 10 * gigabyte ? std::to_string(octets / gigabyte) + " GB"
                                 : std::to_string(octets / megabyte) + " MB";
}

}  // namespace

Condition files_condition(const publishing::FolderState& folder) {
  if (folder.errors == 1)
    return {Health::attention,
            say("er staat een fout in de bestanden: {0}; wat gepubliceerd is, blijft gelden",
                "the files have a mistake: {0}; what is published stays published", {one_line(folder.first)}),
            command("traject check")};
  if (folder.errors > 1)
    return {Health::attention,
            say("er staan {0} fouten in de bestanden, de eerste: {1}; wat gepubliceerd is, blijft gelden",
                "the files have {0} mistakes, the first: {1}; what is published stays published",
                {std::to_string(folder.errors), one_line(folder.first)}),
            command("traject check")};
  if (folder.broken_templates > 0)
    return {Health::attention,
            say("fouten in sjablonen: {0}; de mails daarvan mislukken",
                "mistakes in templates: {0}; their mails fail", {std::to_string(folder.broken_templates)}),
            command("traject check")};
  if (folder.restart)
    return {Health::attention,
            say("service.toml is gewijzigd; dat geldt pas na een herstart",
                "service.toml has changed; that holds after a restart"),
            command("systemctl restart traject")};
  if (folder.unread) return {Health::ok, say("de bestanden worden gelezen", "the files are being read"), {}};
  if (folder.waits)
    return {Health::ok,
            say("de bestanden zijn gewijzigd en misschien nog maar half geschreven; de dienst kijkt zo weer",
                "the files have changed and may be half written; the service looks again soon"),
            {}};
  if (folder.differs)
    return {Health::ok,
            say("er staan geen fouten in; ze verschillen van wat gepubliceerd is",
                "there are no mistakes in them; they differ from what is published"),
            command("traject plan")};
  return {Health::ok, say("er staan geen fouten in", "there are no mistakes in them"), {}};
}

Condition published_condition(int revision) {
  if (revision == 0)
    return {Health::failed, say("er is nog niets gepubliceerd", "nothing is published yet"),
            command("traject publish")};
  return {Health::ok, say("versie {0}", "revision {0}", {std::to_string(revision)}), {}};
}

Condition published_condition(int revision, std::size_t programmes, std::size_t feeds) {
  return {Health::ok,
          say("versie {0}; werktrajecten: {1}, agenda's: {2}", "revision {0}; programmes: {1}, feeds: {2}",
              {std::to_string(revision), std::to_string(programmes), std::to_string(feeds)}),
          {}};
}

Condition not_published(const std::string& why) {
  return {Health::attention,
          say("de bestanden zijn gewijzigd maar niet gepubliceerd: {0}",
              "the files have changed but are not published: {0}", {one_line(why)}),
          say("neem de oorzaak weg; de dienst probeert het elke halve minuut opnieuw",
              "remove the cause; the service tries again every half minute")};
}

Condition not_rebuilt(const std::string& why) {
  return {Health::attention,
          say("de agenda's zijn niet bijgewerkt: {0}", "the feeds are not up to date: {0}", {one_line(why)}),
          say("neem de oorzaak weg; de dienst probeert het elke minuut opnieuw",
              "remove the cause; the service tries again every minute")};
}

Condition mail_works(std::int64_t queued) {
  return {Health::ok,
          say("er wordt niets vastgehouden; mails in de rij: {0}", "nothing is held; mails in the queue: {0}",
              {std::to_string(queued)}),
          {}};
}

Condition mail_held(const std::string& why) {
  return {Health::attention,
          say("alle mail wordt vastgehouden: {0}", "all mail is held: {0}",
              {one_line(std::string_view{why}.substr(0, why.find("; all mail is held until")))}),
          why.find(" is a copy of ") == std::string::npos
              ? command("traject mail release")
              : say("in één van de twee mappen, niet in beide: traject mail release",
                    "in one of the two folders, not in both: traject mail release")};
}

Condition mails_wait_for_address(std::int64_t count) {
  return {Health::attention,
          say("mails die wachten op een ander adres: {0}", "mails that wait for another address: {0}",
              {std::to_string(count)}),
          command("traject mail refused")};
}

Condition mails_wait(std::int64_t count) {
  return {Health::attention,
          say("mails die wachten tot een coördinator ja zegt: {0}",
              "mails that wait for a coordinator's word: {0}", {std::to_string(count)}),
          command("traject mail release")};
}

Condition mails_poisoned(std::int64_t count) {
  return {Health::attention,
          say("mails die apart staan omdat het programma er drie keer op vastliep: {0}",
              "mails set apart after three crashes: {0}", {std::to_string(count)}),
          command("traject mail list --state poison")};
}

Condition mail_failed(const std::string& why) {
  return {
      Health::failed,
      say("er wordt geen mail gemaakt of verstuurd: {0}", "no mail is decided or sent: {0}", {one_line(why)}),
      store_help()};
}

Condition mail_stopped_by_clock() {
  return {Health::failed,
          say("er wordt geen mail gemaakt of verstuurd, omdat de klok niet kan kloppen",
              "no mail is decided or sent, because the clock cannot be right"),
          clock_behind().help};
}

Condition relay_condition(const std::string& server) {
  if (server.empty())
    return {Health::ok,
            say("er is geen mailserver ingesteld: mails worden bestanden",
                "no mail server is set: mails become files"),
            {}};
  return {Health::ok, say("de mailserver is {0}", "the mail server is {0}", {one_line(server)}), {}};
}

Condition relay_paused(const Text& reason, Text help) {
  return {Health::attention, say("mails wachten: {0}", "mails wait: {0}", {reason}), std::move(help)};
}

Condition no_courier(const std::string& why) {
  return {
      Health::failed, say("mails wachten: {0}", "mails wait: {0}", {one_line(why)}),
      say("maak [mail] in service.toml of de bestanden die daar staan in orde; de dienst probeert het steeds "
          "opnieuw",
          "mend [mail] in service.toml or the files that it names; the service keeps trying")};
}

Condition store_works() { return {Health::ok, say("de database doet het", "the database works"), {}}; }

Condition store_failed(const std::string& why) {
  return {Health::failed, say("de database doet het niet: {0}", "the database fails: {0}", {one_line(why)}),
          store_help()};
}

Condition store_missing() {
  return {Health::failed,
          say("in de map met gegevens staat geen database", "there is no database in the data folder"),
          command("traject serve")};
}

Condition disk_condition(const std::optional<DiskSpace>& space) {
  constexpr std::uint64_t nothing_left = 5 * megabyte;
  constexpr std::uint64_t little = 100 * megabyte;
  constexpr std::uint64_t much = 1000 * megabyte;  ///< Enough, however large the disk is.
  const Text help = say("maak ruimte vrij op de schijf met de map met gegevens",
                        "free space on the disk of the data folder");
  if (!space)
    return {Health::attention,
            say("het is niet te zien hoeveel ruimte er vrij is", "the free space cannot be seen"),
            store_help()};
  const bool is_little = space->free < little || (space->free < much && space->free * 20 < space->total);
  const Health health = space->free < nothing_left ? Health::failed
                        : is_little                ? Health::attention
                                                   : Health::ok;
  return {health,
          say("vrij: {0} van {1}", "free: {0} of {1}", {size_text(space->free), size_text(space->total)}),
          health == Health::ok ? Text{} : help};
}

Condition clock_condition(const std::optional<Text>& problem) {
  if (!problem) return {Health::ok, say("de klok kan kloppen", "the clock can be right"), {}};
  return {Health::failed,
          {one_line(problem->in(Language::nl)), one_line(problem->in(Language::en))},
          clock_behind().help};
}

Condition clock_behind() {
  return {Health::failed,
          say("de klok loopt achter bij het laatste moment dat er naar mail gekeken is",
              "the clock is behind the last time that mail was looked at"),
          say("zet de klok van deze computer goed; `timedatectl` laat hem zien",
              "set the clock of this machine; `timedatectl` shows it")};
}

Condition stands_still() {
  return {Health::failed, say("dit deel staat stil", "this part stands still"),
          command("systemctl restart traject")};
}

std::string name_of(Part part, Language language) {
  static const std::array<Text, part_count> names{{{"bestanden", "files"},
                                                   {"publicatie", "publication"},
                                                   {"mail", "mail"},
                                                   {"mailserver", "mail server"},
                                                   {"database", "database"},
                                                   {"schijf", "disk"},
                                                   {"klok", "clock"}}};
  return names.at(static_cast<std::size_t>(part)).in(language);
}

std::string name_of(Health health, Language language) {
  static const std::array<Text, 3> names{{{"goed", "ok"}, {"let op", "attention"}, {"werkt niet", "failed"}}};
  return names.at(static_cast<std::size_t>(health)).in(language);
}

}  // namespace web
