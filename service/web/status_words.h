// SPDX-License-Identifier: Apache-2.0
//
// The conditions of the parts, in words, each with the command or the act that helps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/publishing/folder_state.h"
#include "service/web/status.h"

namespace web {

/// Of Part::files.
Condition files_condition(const publishing::FolderState& folder);

/// Of Part::publication: what is published. `revision` 0: nothing.
Condition published_condition(int revision);
Condition published_condition(int revision, std::size_t programmes, std::size_t feeds);
/// Of Part::publication: good files are not published for a reason outside them.
Condition not_published(const std::string& why);
/// Of Part::publication: the feeds are not rebuilt, for example because a day has passed.
Condition not_rebuilt(const std::string& why);

/// Of Part::mail: nothing waits for a person.
Condition mail_works(std::int64_t queued);
/// Of Part::mail: all mail is held. `why` is Outbox::hold().
Condition mail_held(const std::string& why);
/// Of Part::mail: mails wait for a coordinator.
Condition mails_wait_for_address(std::int64_t count);
Condition mails_wait(std::int64_t count);
/// Of Part::mail: mails were set apart after three crashes.
Condition mails_poisoned(std::int64_t count);
/// Of Part::mail: the worker failed.
Condition mail_failed(const std::string& why);
/// Of Part::mail: nothing is decided or sent because of the clock; Part::clock has the reason.
Condition mail_stopped_by_clock();

/// Of Part::relay. `server`: the name of the mail server; empty: mails are written as files.
Condition relay_condition(const std::string& server);
/// The server refuses us or cannot be reached.
Condition relay_paused(const programme::Text& reason, programme::Text help);
/// `why` no mail can be sent: the settings cannot be used.
Condition no_courier(const std::string& why);

/// Of Part::store.
Condition store_works();
Condition store_failed(const std::string& why);

struct DiskSpace {
  std::uint64_t free = 0, total = 0;  ///< Octets, of the file system of the data folder.
};
/// Of Part::disk. nullopt: it cannot be measured.
Condition disk_condition(const std::optional<DiskSpace>& space);

/// Of Part::clock. `problem` is publishing::clock_problem().
Condition clock_condition(const std::optional<programme::Text>& problem);
/// Of Part::clock: it shows an earlier time than the last one at which mail was looked at.
Condition clock_behind();

/// Of any part: its thread makes no turns.
Condition stands_still();

/// Of Part::store, and of the whole: no service runs, and the folder holds no database.
Condition store_missing();

/// The name of a part for people: "bestanden", "files".
std::string name_of(Part part, programme::Language language);
/// The name of a state for people: "let op", "attention".
std::string name_of(Health health, programme::Language language);

}  // namespace web
