// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_page.h"

#include <kainjow/mustache.hpp>
#include <string_view>

#include "service/web/page_files.h"

namespace web {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using programme::Language;
using programme::Topic;

data values_of(const PersonFrame& frame, const std::string& title) {
  data fields;
  fields.set("state", form_fields::state);
  fields.set("handed_in", form_fields::handed_in);
  fields.set("open", form_fields::open);
  fields.set("action", form_fields::action);
  fields.set("save", form_fields::save);
  fields.set("stop", form_fields::stop);
  fields.set("wanted", form_fields::wanted);
  data values;
  values.set("t", words_in(person_words(), frame.language));
  values.set("f", fields);
  values.set("title", title);
  values.set("overview_path", frame.overview_path);
  values.set("reminders_path", frame.reminders_path);
  values.set("facts", kainjow::mustache::partial{[] { return std::string{pages::facts}; }});
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

std::string reminders_title(Language language) { return say(language, "Herinneringen", "Reminders"); }

std::string about(Topic topic, Language language) {
  switch (topic) {
    case Topic::sessions:
      return say(language, "bijeenkomsten", "sessions");
    case Topic::deadlines:
      return say(language, "opdrachten en deadlines", "assignments and deadlines");
    case Topic::general:
      break;
  }
  return say(language, "het werktraject in het algemeen", "the programme in general");
}

/// The page with the link back to the person's overview.
std::string with_way_back(std::string_view middle, const data& values) {
  return fill_page({pages::head, middle, pages::to_overview, pages::foot}, values);
}

struct ObstacleWords {
  programme::Text title;
  programme::Text why;
};

ObstacleWords words_of(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::no_page:
      return {{"Deze pagina is er niet", "There is no such page"},
              {"Het adres klopt niet helemaal. Op uw eigen pagina staat alles wat er voor u is.",
               "The address is not quite right. Your own page has everything that is there for you."}};
    case Obstacle::not_yours:
      return {{"Dit staat niet op uw lijst", "This is not on your list"},
              {"Deze opdracht is niet van u, of er hoeft niets voor te worden ingeleverd. Op uw eigen pagina "
               "staat wat u kunt inleveren.",
               "This assignment is not yours, or nothing is to be handed in for it. Your own page has what "
               "you can hand in."}};
    case Obstacle::cancelled:
      return {{"Dit gaat niet door", "This will not take place"},
              {"U hoeft hiervoor niets meer in te leveren.",
               "You do not have to hand in anything for it any more."}};
    case Obstacle::not_understood:
      return {{"Dit is niet gelukt", "This did not work"},
              {"Wij begrepen niet wat u wilde doen. Er is niets veranderd. Probeer het op uw pagina.",
               "We did not understand what you wanted to do. Nothing has changed. Try it on your own page."}};
    case Obstacle::from_elsewhere:
      return {{"Dit is niet gelukt", "This did not work"},
              {"De knop stond op een andere website. Er is niets veranderd. Doe het op uw eigen pagina.",
               "The button was on another website. Nothing has changed. Do it on your own page."}};
    case Obstacle::not_stored:
      return {{"Dit is niet gelukt", "This did not work"},
              {"Wij kunnen op dit moment niets bewaren. Probeer het over een paar minuten nog eens.",
               "We cannot save anything at the moment. Try again in a few minutes."}};
    case Obstacle::too_often:
      break;
  }
  return {{"Dit is niet gelukt", "This did not work"},
          {"U hebt het afgelopen uur heel vaak op een knop gedrukt. Probeer het over een uur nog eens.",
           "You have pressed buttons very often in the last hour. Try again in an hour."}};
}

}  // namespace

std::string render(const OverviewPage& page) {
  data values = values_of(page.frame, say(page.frame.language, "Mijn pagina", "My page"));
  list programmes;
  for (const ProgrammeView& programme : page.programmes) programmes.push_back(values_of(programme));
  values.set("name", page.name);
  values.set("programmes", programmes);
  values.set("subscribe_path", page.subscribe_path);
  return fill_page({pages::head, pages::overview, pages::foot}, values);
}

std::string render(const HandInPage& page) {
  const Language language = page.frame.language;
  const std::string& what = page.deadline.title;
  data values = values_of(page.frame, page.deadline.done_since.empty()
                                          ? say(language, "Klaar met {0}?", "Done with {0}?", {what})
                                          : say(language, "Ingeleverd: {0}", "Handed in: {0}", {what}));
  fill(values, page.deadline);
  return with_way_back(pages::hand_in, values);
}

std::string render(const RemindersPage& page) {
  data values = values_of(page.frame, reminders_title(page.frame.language));
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
  return with_way_back(pages::reminders, values);
}

std::string render(const StopPage& page) {
  const Language language = page.frame.language;
  const std::string what = about(page.topic, language);
  data values = values_of(page.frame, page.stopped ? reminders_title(language)
                                                   : say(language, "Geen herinneringen meer over {0}?",
                                                         "No more reminders about {0}?", {what}));
  values.set("stopped", page.stopped);
  values.set("stopped_about", stopped_in_words(page.topic, language));
  values.set("path", page.path);
  return with_way_back(pages::stop, values);
}

std::string render(const ObstaclePage& page) {
  const ObstacleWords words = words_of(page.obstacle);
  data values = values_of(page.frame, words.title.in(page.frame.language));
  values.set("why", words.why.in(page.frame.language));
  return with_way_back(pages::obstacle, values);
}

std::string stopped_in_words(Topic topic, Language language) {
  return say(language, "U krijgt geen herinneringen meer over {0}.",
             "You will get no more reminders about {0}.", {about(topic, language)});
}

}  // namespace web
