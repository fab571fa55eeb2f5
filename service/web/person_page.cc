// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_page.h"

#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "service/web/person_words.h"

namespace web {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using programme::Language;
using programme::Topic;

constexpr const char* page_head = R"html(<!doctype html>
<html lang="{{t.lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{{title}}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>{{title}}</h1>
)html";

constexpr const char* foot = R"html(</main>
</body>
</html>
)html";

constexpr const char* to_overview = R"html(<p><a class="big" href="{{overview_path}}">{{t.to_my_page}}</a></p>
)html";

constexpr const char* overview = R"html(<p>{{name}}</p>
{{#programmes}}
<section>
<h2>{{title}}</h2>
<p>{{library}}</p>
<h3>{{t.sessions}}</h3>
{{^has_sessions}}<p>{{t.no_sessions}}</p>
{{/has_sessions}}
{{#has_sessions}}<ul class="plain">
{{#sessions}}<li><strong>{{title}}</strong>
<p>{{#to_be_confirmed}}{{t.date_to_follow}}{{#when}}, {{t.expected}} {{when}}{{/when}}{{/to_be_confirmed}}{{^to_be_confirmed}}{{when}}{{/to_be_confirmed}}</p>
{{#cancelled}}<p class="note">{{t.not_held}}{{#reason}} {{t.reason}} {{reason}}{{/reason}}</p>
{{/cancelled}}
{{#place}}<p>{{t.place}} {{place}}</p>
{{/place}}
{{#online}}<p><a class="big" href="{{online}}" rel="noreferrer">{{t.join}}<span class="unseen">: {{title}}</span></a></p>
{{/online}}
</li>
{{/sessions}}</ul>
{{/has_sessions}}
<h3>{{t.deadlines}}</h3>
{{^has_deadlines}}<p>{{t.no_deadlines}}</p>
{{/has_deadlines}}
{{#has_deadlines}}<ul class="plain">
{{#deadlines}}<li><strong>{{title}}</strong>
{{>facts}}
{{#path}}<form method="post" action="{{path}}"><input type="hidden" name="{{f.state}}" value="{{#done_since}}{{f.open}}{{/done_since}}{{^done_since}}{{f.handed_in}}{{/done_since}}"><button{{#done_since}} class="quiet"{{/done_since}}>{{#done_since}}{{t.undo_button}}{{/done_since}}{{^done_since}}{{t.done_button}}{{/done_since}}<span class="unseen">: {{title}}</span></button></form>
{{/path}}
</li>
{{/deadlines}}</ul>
{{/has_deadlines}}
<p>{{t.questions}} {{t.mail}} {{organiser}}: <a href="mailto:{{contact}}">{{contact}}</a></p>
</section>
{{/programmes}}
{{#subscribe_path}}
<h2>{{t.calendar}}</h2>
<p><a class="big" href="{{subscribe_path}}">{{t.subscribe}}</a></p>
{{/subscribe_path}}
<h2>{{t.reminders}}</h2>
<p><a class="big" href="{{reminders_path}}">{{t.to_reminders}}</a></p>
<p class="note">{{t.yours_alone}}</p>
)html";

/// Of a deadline: when, for whom, how it stands. No colour says what words do not.
constexpr const char* facts =
    R"html(<p>{{#due}}{{t.due}} {{due}}{{/due}}{{^due}}{{t.date_to_follow}}{{/due}}</p>
{{#library}}<p>{{t.for_library}} {{library}}</p>
{{/library}}
{{#cancelled}}<p class="note">{{t.not_held}}</p>
{{/cancelled}}
{{#path}}<p class="state">{{#done_since}}✓ {{t.done_on}} {{done_since}}{{/done_since}}{{^done_since}}{{#past}}{{t.late}}{{/past}}{{^past}}{{t.open}}{{/past}}{{/done_since}}</p>
{{/path}}
)html";

constexpr const char* hand_in_page = R"html(<p>{{programme}}</p>
{{>facts}}
{{^done_since}}
{{#past}}<p>{{t.late_but_possible}}</p>
{{/past}}
{{#library}}<p>{{t.done_for_library}} {{library}}.</p>
{{/library}}
<p>{{t.what_done_does}}</p>
<form method="post" action="{{path}}"><input type="hidden" name="{{f.state}}" value="{{f.handed_in}}"><button>{{t.done_button}}</button></form>
{{/done_since}}
{{#done_since}}
<p>{{t.undo_why}}</p>
<form method="post" action="{{path}}"><input type="hidden" name="{{f.state}}" value="{{f.open}}"><button class="quiet">{{t.undo_button}}</button></form>
{{/done_since}}
)html";

constexpr const char* reminders = R"html({{#saved}}<p class="state" role="status">✓ {{t.saved}}</p>
{{/saved}}
<form method="post" action="{{reminders_path}}">
<fieldset>
<legend>{{t.which_reminders}}</legend>
{{#topics}}<label><input type="checkbox" name="{{f.wanted}}" value="{{name}}"{{#wanted}} checked{{/wanted}}> {{words}}</label>
{{/topics}}</fieldset>
<input type="hidden" name="{{f.action}}" value="{{f.save}}"><button>{{t.save}}</button>
</form>
<p>{{t.changes_stay}}</p>
)html";

constexpr const char* stop = R"html({{^stopped}}<p>{{t.changes_stay}}</p>
<form method="post" action="{{path}}"><input type="hidden" name="{{f.action}}" value="{{f.stop}}"><button>{{t.stop_button}}</button></form>
{{/stopped}}
{{#stopped}}<p class="state" role="status">✓ {{t.stopped}} {{about}}.</p>
<p>{{t.changes_stay}}</p>
<p>{{t.again}}</p>
{{/stopped}}
<p><a class="big" href="{{reminders_path}}">{{t.to_reminders}}</a></p>
)html";

constexpr const char* obstacle_page = "<p>{{why}}</p>\n";

const char* word(std::string_view key, Language language) {
  for (const Word& entry : person_words())
    if (key == entry.key) return entry.in(language);
  throw std::logic_error{"a page asks for words that are not there"};
}

data values_of(const PersonFrame& frame, const std::string& title) {
  data words;
  for (const Word& entry : person_words()) words.set(entry.key, entry.in(frame.language));
  data fields;
  fields.set("state", form_fields::state);
  fields.set("handed_in", form_fields::handed_in);
  fields.set("open", form_fields::open);
  fields.set("action", form_fields::action);
  fields.set("save", form_fields::save);
  fields.set("stop", form_fields::stop);
  fields.set("wanted", form_fields::wanted);
  data values;
  values.set("t", words);
  values.set("f", fields);
  values.set("title", title);
  values.set("overview_path", frame.overview_path);
  values.set("reminders_path", frame.reminders_path);
  values.set("facts", kainjow::mustache::partial{[] { return facts; }});
  return values;
}

/// A section of an empty text must not show, and in Mustache it would.
void set_text(data& values, const char* name, const std::string& text) {
  if (text.empty()) {
    values.set(name, false);
  } else {
    values.set(name, text);
  }
}

void fill(data& values, const DeadlineView& deadline) {
  values.set("programme", deadline.programme);
  values.set("cancelled", deadline.cancelled);
  values.set("past", deadline.past);
  set_text(values, "due", deadline.due);
  set_text(values, "done_since", deadline.done_since);
  set_text(values, "library", deadline.library);
  set_text(values, "path", deadline.path);
}

data values_of(const SessionView& session) {
  data values;
  values.set("title", session.title);
  values.set("to_be_confirmed", session.to_be_confirmed);
  values.set("cancelled", session.cancelled);
  set_text(values, "when", session.when);
  set_text(values, "reason", session.reason);
  set_text(values, "place", session.place);
  set_text(values, "online", session.online);
  return values;
}

data values_of(const ProgrammeView& programme) {
  list sessions, deadlines;
  for (const SessionView& session : programme.sessions) sessions.push_back(values_of(session));
  for (const DeadlineView& deadline : programme.deadlines) {
    data values;
    values.set("title", deadline.title);
    fill(values, deadline);
    deadlines.push_back(values);
  }
  data values;
  values.set("title", programme.title);
  values.set("library", programme.library);
  values.set("organiser", programme.organiser);
  values.set("contact", programme.contact);
  values.set("has_sessions", !sessions.empty());
  values.set("has_deadlines", !deadlines.empty());
  values.set("sessions", sessions);
  values.set("deadlines", deadlines);
  return values;
}

std::string fill_in(const char* middle, const char* before_foot, const data& values) {
  mustache page{std::string{page_head} + middle + before_foot + foot};
  std::string html = page.render(values);
  if (!page.error_message().empty()) throw std::logic_error{"a page's template: " + page.error_message()};
  return html;
}

std::string about(Topic topic, Language language) {
  return word("about_" + std::string{to_string(topic)}, language);
}

}  // namespace

std::string render(const OverviewPage& page) {
  data values = values_of(page.frame, word("my_page", page.frame.language));
  list programmes;
  for (const ProgrammeView& programme : page.programmes) programmes.push_back(values_of(programme));
  values.set("name", page.name);
  values.set("programmes", programmes);
  values.set("subscribe_path", page.subscribe_path);
  return fill_in(overview, "", values);
}

std::string render(const HandInPage& page) {
  const Language language = page.frame.language;
  const std::string& what = page.deadline.title;
  data values = values_of(page.frame, page.deadline.done_since.empty()
                                          ? word("is_it_done", language) + (" " + what) + "?"
                                          : word("done", language) + (": " + what));
  fill(values, page.deadline);
  return fill_in(hand_in_page, to_overview, values);
}

std::string render(const RemindersPage& page) {
  data values = values_of(page.frame, word("reminders", page.frame.language));
  values.set("saved", page.saved);
  list topics;
  for (const Topic topic : {Topic::sessions, Topic::deadlines, Topic::general}) {
    data values_of_topic;
    values_of_topic.set("name", std::string{to_string(topic)});
    values_of_topic.set("words", about(topic, page.frame.language));
    values_of_topic.set("wanted", page.wanted.at(static_cast<std::size_t>(topic)));
    topics.push_back(values_of_topic);
  }
  values.set("topics", topics);
  return fill_in(reminders, to_overview, values);
}

std::string render(const StopPage& page) {
  const Language language = page.frame.language;
  const std::string what = about(page.topic, language);
  data values = values_of(page.frame, page.stopped ? std::string{word("reminders", language)}
                                                   : word("no_more_about", language) + (" " + what) + "?");
  values.set("stopped", page.stopped);
  values.set("about", what);
  values.set("path", page.path);
  return fill_in(stop, to_overview, values);
}

std::string render(const ObstaclePage& page) {
  struct Keys {
    const char* title;
    const char* why;
  };
  const Keys keys = [&]() -> Keys {
    switch (page.obstacle) {
      case Obstacle::no_page:
        return {"no_page_title", "no_page"};
      case Obstacle::not_yours:
        return {"not_yours_title", "not_yours"};
      case Obstacle::cancelled:
        return {"cancelled_title", "cancelled"};
      case Obstacle::not_understood:
        return {"not_understood_title", "not_understood"};
      case Obstacle::from_elsewhere:
        return {"not_understood_title", "from_elsewhere"};
      case Obstacle::too_often:
        return {"not_understood_title", "too_often"};
    }
    throw std::logic_error{"an obstacle without words"};
  }();
  data values = values_of(page.frame, word(keys.title, page.frame.language));
  values.set("why", word(keys.why, page.frame.language));
  return fill_in(obstacle_page, to_overview, values);
}

std::string stopped_in_words(Topic topic, Language language) {
  return word("stopped", language) + (" " + about(topic, language)) + ".";
}

}  // namespace web
