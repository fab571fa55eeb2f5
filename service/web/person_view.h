// SPDX-License-Identifier: Apache-2.0
//
// The content of a person's own pages, before any words of ours: sessions, deadlines and their state.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/feeds/memberships.h"
#include "service/feeds/token.h"
#include "service/programme/civil_time.h"
#include "service/web/actions.h"

namespace web {

/// The person whose page it is.
struct Visitor {
  std::string id;
  std::string token;
  std::span<const feeds::Membership> memberships;
  programme::Language language = programme::Language::nl;
  std::string subscribe_path;  ///< Of the feed's page; empty: not to be shown.
};

struct SessionView {
  std::string title;
  std::string when;  ///< In words; empty: nothing is known yet.
  bool to_be_confirmed = false;
  bool cancelled = false;
  std::string reason;  ///< Of the cancellation; may be empty.
  std::string place;   ///< May be empty.
  std::string online;  ///< Meeting link, or empty.
};

struct DeadlineView {
  std::string title;
  std::string programme;  ///< Title.
  std::string due;        ///< In words; empty: nothing is known yet.
  bool cancelled = false;
  bool counted = false;    ///< Somebody's "done" counts.
  bool past = false;       ///< The deadline lies behind us.
  std::string done_since;  ///< Day in words; empty: not handed in.
  std::string library;     ///< Name of the library that hands in as one; empty: the person does.
  std::string path;        ///< Of the page that hands it in; empty: nothing to hand in.
};

struct ProgrammeView {
  std::string title;
  std::string organiser;
  std::string contact;
  std::string library;                  ///< The person's.
  std::vector<SessionView> sessions;    ///< Those to come, in the order of their dates; unknown dates last.
  std::vector<DeadlineView> deadlines;  ///< Likewise, and past ones that somebody's "done" counts for.
};

/// Everything that the visitor, or their library, is to hand in.
std::vector<programme::HandInRecord> hand_ins_of(const Visitor& visitor);

std::vector<ProgrammeView> programmes_of(const Visitor& visitor, const Participated& participated,
                                         programme::Instant now);

/// What the path of a page names.
struct DeadlineName {
  std::string programme, activity;
  std::string library;  ///< Of the occurrence; empty: it is for all.
};

/// A deadline that was found by its name.
struct NamedDeadline {
  programme::HandInRecord hand_in;
  DeadlineView view;
};

/// Returns nullopt when the name is of nothing that concerns the visitor, or of nothing that is handed in.
std::optional<NamedDeadline> deadline_at(const DeadlineName& name, const Visitor& visitor,
                                         const Participated& participated, programme::Instant now);

/// What opt-outs of this person are recorded under.
std::string recipient_key(const Visitor& visitor);

}  // namespace web
