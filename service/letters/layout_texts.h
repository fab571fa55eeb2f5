// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/programme/programme.h"
#include "service/programme/reminders.h"

namespace letters {

/// The texts around a coordinator's text: Mustache and CommonMark, with placeholders in the language.
struct LayoutTexts {
  /// Below a mail about a session, to people with a feed.
  programme::Text calendar;
  /// Below a mail with files; the next one with one file.
  programme::Text files;
  programme::Text file;
  /// At the end; the next ones to coordinators and to the operator.
  programme::Text footer;
  programme::Text footer_for_coordinators;
  programme::Text footer_for_operator;
  /// In a rehearsal, before the address of the real recipient: in the subject, in the text.
  programme::Text rehearsal_subject;
  programme::Text rehearsal;
  /// The operator's trial mail: a template, and the text below it.
  programme::Text trial;
  programme::Text trial_footer;
};
const LayoutTexts& layout_texts();

/// The text of the link that stops reminders of a topic.
std::string stop_words(programme::Topic topic, programme::Language language);

}  // namespace letters
