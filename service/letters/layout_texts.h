// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "service/programme/programme.h"
#include "service/programme/reminders.h"

namespace letters {

/// What stands around a coordinator's text, as Mustache and CommonMark with the same placeholders.
struct LayoutTexts {
  /// Below a mail with a session to whoever has a feed.
  std::string_view calendar;
  /// Below a mail with files; the next one with one file.
  std::string_view files;
  std::string_view file;
  /// At the end; the next one to coordinators.
  std::string_view footer;
  std::string_view footer_for_coordinators;
  /// Before the address of whom the mail would go to in earnest: in the subject, in the text.
  std::string_view rehearsal_subject;
  std::string_view rehearsal;
  /// The operator's trial mail: a template, and what stands below it.
  std::string_view trial;
  std::string_view trial_footer;
};
const LayoutTexts& layout_texts(programme::Language language);

/// The words of the link that ends mails about a topic.
std::string stop_words(programme::Topic topic, programme::Language language);

}  // namespace letters
