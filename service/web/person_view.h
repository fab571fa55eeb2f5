// SPDX-License-Identifier: Apache-2.0
//
// The content of the personal pages, without their wording: sessions, deadlines and their state.
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

/// The owner of the page.
struct Visitor {
  std::string id;
  std::string token;
  std::span<const feeds::Membership> memberships;
  programme::Language language = programme::Language::nl;
  std::string subscribe_path;  ///< Path of the feed's page; empty: no link.
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
  bool counted = false;    ///< The deadline can be handed in.
  bool past = false;       ///< The deadline has passed.
  std::string done_since;  ///< Day in words; empty: not handed in.
  std::string library;     ///< Library that hands in as a whole; empty: the person does.
  std::string path;        ///< Path of the page to hand it in; empty: none.
};

struct ProgrammeView {
  std::string title;
  std::string organiser;
  std::string contact;
  std::string library;                  ///< The person's.
  std::vector<SessionView> sessions;    ///< Those to come, in the order of their dates; unknown dates last.
  std::vector<DeadlineView> deadlines;  ///< Likewise, and past ones that can be handed in.
};

/// Returns every deadline that the visitor or their library hands in.
std::vector<programme::HandInRecord> hand_ins_of(const Visitor& visitor);

std::vector<ProgrammeView> programmes_of(const Visitor& visitor, const Participated& participated,
                                         programme::Instant now);

/// The deadline that the path of a page names.
struct DeadlineName {
  std::string programme, activity;
  std::string library;  ///< Of the occurrence; empty: for all libraries.
};

/// A deadline that was found by its name.
struct NamedDeadline {
  programme::HandInRecord hand_in;
  DeadlineView view;
};

/// Returns nullopt when the deadline does not exist, does not concern the visitor, or is not handed in.
std::optional<NamedDeadline> deadline_at(const DeadlineName& name, const Visitor& visitor,
                                         const Participated& participated, programme::Instant now);

/// Returns the recipient under which opt-outs of this person are recorded.
std::string recipient_key(const Visitor& visitor);

}  // namespace web
