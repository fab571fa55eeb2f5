// SPDX-License-Identifier: Apache-2.0
#include "service/letters/composer.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>

#include "ical/read_back.h"
#include "ical/render.h"
#include "service/feeds/subject.h"
#include "service/letters/account_letter.h"
#include "service/letters/change_letter.h"
#include "service/letters/clean_text.h"
#include "service/letters/file_problem_letter.h"
#include "service/letters/invitation_letter.h"
#include "service/letters/layout_texts.h"
#include "service/letters/letter_values.h"
#include "service/letters/markdown.h"
#include "service/letters/template.h"
#include "service/letters/template_names.h"
#include "service/letters/text_part.h"
#include "service/smtp/mime_message.h"

namespace letters {
namespace {

using kainjow::mustache::data;
using programme::Language;

/// Of whole words, and short enough for a header line of 78 octets.
std::string file_name_of(std::string_view title) {
  constexpr std::size_t longest = 30;
  std::string name = feeds::slug(title);
  if (name.size() <= longest) return name;
  const auto hyphen = name.rfind('-', longest);
  return name.substr(0, hyphen == std::string::npos ? longest : hyphen);
}

std::string zone_block(const ical::Timed& timed) {
  const date::time_zone* zone = programme::find_zone(timed.tzid);
  if (zone == nullptr) throw std::invalid_argument{"no time zone " + timed.tzid};
  const auto year = date::year_month_day{date::floor<date::days>(timed.start)}.year();
  return ical::render_timezone(*zone, year, year + date::years{1});
}

/// One file for each session that the letter is about.
std::vector<smtp::CalendarFile> calendar_files(const Letter& letter, Language language) {
  std::vector<smtp::CalendarFile> files;
  std::set<std::string> names;
  for (const Item& item : letter.items) {
    if (!has_attachment(item)) continue;
    const auto& timed = std::get<ical::Timed>(item.event->when);
    const std::string base = file_name_of(item.moment.occurrence->activity->title.in(language));
    std::string name = base;
    for (int i = 2; !names.insert(name).second; ++i) name = base + "-" + std::to_string(i);
    files.push_back({name + ".ics", ical::render_event_file(*item.event, zone_block(timed))});
  }
  return files;
}

/// Adds an invitation to a mail whose From and To are set. They become organizer and attendee: programs show
/// no buttons when these differ. Throws ical::InvalidValue when libical reads other values back.
void set_invitation(smtp::MimeParts& parts, const letters::InvitationLetter& letter) {
  const bool cancels = letter.kind == letters::InvitationKind::cancel;
  const ical::SchedulingMessage invitation{.method = cancels ? ical::Method::cancel : ical::Method::request,
                                           .event = letter.event,
                                           .organizer = {parts.from.name, parts.from.address},
                                           .attendee = {parts.to.name, parts.to.address}};
  std::string zone;
  if (const auto* timed = std::get_if<ical::Timed>(&letter.event.when)) zone = zone_block(*timed);
  parts.invitation = ical::render_invitation(invitation, zone);
  ical::verify_invitation(parts.invitation, invitation);
  parts.invitation_method = cancels ? "CANCEL" : "REQUEST";
}

/// What holds for every mail, whatever it says.
void check_frame(const Letter& letter, const std::string& sender) {
  if (letter.programme == nullptr) throw std::invalid_argument{"a letter needs a programme"};
  const programme::Recipient& recipient = letter.recipient;
  if ((recipient.person == nullptr) == (recipient.coordinator == nullptr))
    throw std::invalid_argument{"a letter has one recipient"};
  require_message_id(letter.message_id);
  require_address(sender, "the sender");
  require_address(letter.programme->contact, "the programme's contact");
  require_address(recipient.address(), "the recipient");
  require_address(recipient.email(), "the recipient");
  if (!letter.rehearsal_to.empty()) require_address(letter.rehearsal_to, "the rehearsal");
  for (const std::string* link :
       {&letter.feed_link, &letter.subscribe_link, &letter.page_link, &letter.stop_link})
    if (!link->empty()) require_link(*link);
}

void check_items(const Letter& letter) {
  if (letter.items.empty()) throw std::invalid_argument{"a letter needs something to be about"};
  for (const Item& item : letter.items) {
    if (!item.hand_in_link.empty()) require_link(item.hand_in_link);
    for (const Preparation& each : item.preparation)
      if (!each.hand_in_link.empty()) require_link(each.hand_in_link);
  }
}

std::string domain_of(const std::string& address) { return address.substr(address.rfind('@') + 1); }

/// What stands around the coordinator's text, from one letter in one language.
class Layout {
 public:
  Layout(const Letter& letter, Language language, const data& values, std::size_t files)
      : letter_{letter},
        language_{language},
        values_{values},
        address_{letter.recipient.email()},
        files_{files} {}

  std::string subject(const std::string& own) const {
    if (letter_.rehearsal_to.empty()) return own;
    return "[" + layout_texts().rehearsal_subject.in(language_) + address_ + "] " + own;
  }

  std::string notice() const {
    if (letter_.rehearsal_to.empty()) return {};
    return layout_texts().rehearsal.in(language_) + escape_markdown(address_) + ".\n";
  }

  std::string footer() const {
    std::string text;
    if (files_ > 0) text += (files_ == 1 ? layout_texts().file : layout_texts().files).in(language_);
    if (has_session() && !letter_.feed_link.empty() && !letter_.subscribe_link.empty())
      text += layout_texts().calendar.in(language_);
    text += reader_footer().in(language_);
    text = MustacheText{text}.render(values_);
    if (!letter_.page_link.empty()) text += item(say(language_, "Mijn pagina", "My page"), letter_.page_link);
    if (!letter_.stop_link.empty()) text += item(stop_words(letter_.topic, language_), letter_.stop_link);
    return text;
  }

 private:
  const programme::Text& reader_footer() const {
    if (letter_.to_operator) return layout_texts().footer_for_operator;
    return letter_.recipient.coordinator != nullptr ? layout_texts().footer_for_coordinators
                                                    : layout_texts().footer;
  }

  bool has_session() const {
    return std::ranges::any_of(letter_.items, [](const Item& item) {
      return programme::topic_of(item.moment.occurrence) == programme::Topic::sessions;
    });
  }

  static std::string item(std::string_view words, const std::string& link) {
    return "\n- [" + std::string{words} + "](" + escape_markdown(link) + ")";
  }

  const Letter& letter_;
  Language language_;
  const data& values_;
  const std::string& address_;
  std::size_t files_;
};

/// The text and the HTML of a mail from its three texts, all CommonMark.
void set_texts(smtp::MimeParts& parts, Language language, const std::string& heading,
               const std::string& notice, const std::string& text, const std::string& footer) {
  const Markdown notice_document{notice};
  const Markdown document{text};
  const Markdown footer_document{footer};
  parts.text = notice.empty() ? "" : text_part(notice_document) + "\n";
  parts.text += text_part(document) + "\n" + std::string(24, '-') + "\n" + text_part(footer_document);
  parts.html = html_part({.language = language,
                          .title = parts.subject,
                          .heading = heading,
                          .notice = notice.empty() ? "" : notice_document.html(),
                          .text = document.html(),
                          .footer = footer_document.html()});
}

/// Everything but the words and the addressee.
smtp::MimeParts envelope_parts(const programme::Programme& programme, const std::string& sender,
                               const std::string& message_id, Language language, programme::Instant now) {
  const date::time_zone* zone = programme::find_zone(programme.zone);
  if (zone == nullptr) throw std::invalid_argument{"no time zone " + programme.zone};
  smtp::MimeParts parts;
  parts.message_id = message_id;
  parts.from = {one_line(programme.organiser), sender};
  parts.reply_to = {one_line(programme.organiser), programme.contact};
  parts.date = now;
  parts.zone_offset = std::chrono::floor<std::chrono::minutes>(zone->get_info(now).offset);
  parts.list_name = one_line(programme.title.in(language));
  parts.list_id = programme.id + ".list." + domain_of(sender);
  require_message_id("x@" + parts.list_id);
  return parts;
}

/// Everything but the words.
smtp::MimeParts addressed_parts(const Letter& letter, const std::string& sender, Language language,
                                programme::Instant now) {
  smtp::MimeParts parts = envelope_parts(*letter.programme, sender, letter.message_id, language, now);
  if (letter.rehearsal_to.empty()) {
    parts.to = {one_line(letter.recipient.name()), letter.recipient.email()};
    parts.unsubscribe_link = letter.stop_link;
  } else {
    // Without List-Unsubscribe: nobody opts out in somebody else's name.
    parts.to = {"", letter.rehearsal_to};
  }
  return parts;
}

/// The words, CommonMark, in what stands around them.
Message finished(const Letter& letter, Language language, const data& values, const std::string& subject,
                 const std::string& text, smtp::MimeParts parts) {
  const Layout layout{letter, language, values, parts.calendars.size()};
  parts.subject = layout.subject(subject);
  set_texts(parts, language, parts.list_name, layout.notice(), text, layout.footer());
  return {.from = parts.from.address,
          .to = letter.rehearsal_to.empty() ? letter.recipient.address() : letter.rehearsal_to,
          .bytes = smtp::mime_message(parts),
          .subject = parts.subject,
          .text = parts.text};
}

/// A mail whose words are our own, in the recipient's language. `frame`: all but what it is about.
Message in_own_words(const Letter& frame, const std::string& sender, const std::string& subject,
                     const std::string& text, programme::Instant now,
                     const letters::InvitationLetter* invitation = nullptr) {
  check_frame(frame, sender);
  const Language language = frame.recipient.language();
  smtp::MimeParts parts = addressed_parts(frame, sender, language, now);
  if (invitation != nullptr) set_invitation(parts, *invitation);
  return finished(frame, language, letter_values(frame, language, now, ValuesFor::markdown), subject, text,
                  std::move(parts));
}

}  // namespace

struct Composer::Parsed {
  std::map<std::string, Template> templates;  ///< By "nl/werksessie.md".
  std::string sender;

  /// English falls back on Dutch.
  std::pair<const Template*, Language> choose(const std::string& name, Language language) const {
    if (language == Language::en) {
      const auto found = templates.find(template_key(name, Language::en));
      if (found != templates.end()) return {&found->second, Language::en};
    }
    const auto found = templates.find(template_key(name, Language::nl));
    if (found == templates.end()) throw TemplateError{missing_template(name, nullptr, {})};
    return {&found->second, Language::nl};
  }
};

Composer::Composer(const std::map<std::string, std::string>& templates, std::string sender) {
  auto parsed = std::make_unique<Parsed>();
  for (const auto& [key, text] : templates)
    parsed->templates.emplace(key, Template{template_file(key), text});
  parsed->sender = std::move(sender);
  parsed_ = std::move(parsed);
}

Composer::Composer(Composer&&) noexcept = default;
Composer::~Composer() = default;

const std::string& Composer::sender_of(const programme::Programme& programme) const {
  return parsed_->sender.empty() ? programme.contact : parsed_->sender;
}

std::vector<TemplateProblem> Composer::problems(std::span<const programme::Programme> programmes) const {
  std::vector<TemplateProblem> found;
  std::set<std::string> names;
  for (const auto& [key, parsed] : parsed_->templates) {
    found.insert(found.end(), parsed.problems().begin(), parsed.problems().end());
    if (const auto name = dutch_name(key)) names.insert(*name);
  }
  for (TemplateProblem& missing : missing_templates(programmes, names)) found.push_back(std::move(missing));
  std::ranges::stable_sort(found, {}, [](const auto& p) { return std::tie(p.file, p.line, p.column); });
  return found;
}

Message Composer::compose(const Letter& letter, programme::Instant now) const {
  const std::string& sender = sender_of(*letter.programme);
  check_frame(letter, sender);
  check_items(letter);
  const auto [words, language] = parsed_->choose(template_for(letter), letter.recipient.language());
  const data plain = letter_values(letter, language, now, ValuesFor::subject);
  const data values = letter_values(letter, language, now, ValuesFor::markdown);
  smtp::MimeParts parts = addressed_parts(letter, sender, language, now);
  parts.calendars = calendar_files(letter, language);
  return finished(letter, language, values, words->subject(plain), words->body(values), std::move(parts));
}

Message Composer::compose_change(const ChangeLetter& letter, programme::Instant now) const {
  if (letter.person == nullptr || letter.news.empty())
    throw std::invalid_argument{"a change mail needs a person and something that changed"};
  Letter frame;
  frame.message_id = letter.message_id;
  frame.programme = &letter.programme();
  frame.recipient.person = letter.person;
  frame.feed_link = letter.feed_link;
  frame.subscribe_link = letter.subscribe_link;
  frame.page_link = letter.page_link;
  frame.rehearsal_to = letter.rehearsal_to;
  const Language language = letter.person->language;
  return in_own_words(frame, sender_of(*frame.programme), one_line(change_subject(letter, language)),
                      change_text(letter, language), now);
}

Message Composer::compose_file_problems(const letters::FileProblemLetter& letter,
                                        programme::Instant now) const {
  if (letter.coordinator == nullptr || letter.programme == nullptr || letter.problems == nullptr)
    throw std::invalid_argument{"a mail about the files needs a reader, a programme and what is wrong"};
  Letter frame;
  frame.message_id = letter.message_id;
  frame.programme = letter.programme;
  frame.recipient.coordinator = letter.coordinator;
  frame.rehearsal_to = letter.rehearsal_to;
  const Language language = letter.coordinator->language;
  return in_own_words(frame, sender_of(*frame.programme), letters::file_problem_subject(language),
                      letters::file_problem_text(letter, language), now);
}

Message Composer::compose_account(const AccountLetter& letter, programme::Instant now) const {
  if (letter.reader == nullptr || letter.programme == nullptr)
    throw std::invalid_argument{"a mail about mails needs a reader and a programme"};
  Letter frame;
  frame.message_id = letter.message_id;
  frame.programme = letter.programme;
  frame.recipient.coordinator = letter.reader;
  frame.to_operator = letter.to_operator;
  frame.rehearsal_to = letter.rehearsal_to;
  const Language language = letter.reader->language;
  return in_own_words(frame, sender_of(*frame.programme), account_subject(letter, language),
                      account_text(letter, now, language), now);
}

Message Composer::compose_invitation(const letters::InvitationLetter& letter, programme::Instant now) const {
  Letter frame;
  frame.message_id = letter.message_id;
  frame.programme = letter.programme;
  frame.recipient.person = &letter.person;
  frame.subscribe_link = letter.subscribe_link;
  frame.page_link = letter.page_link;
  frame.rehearsal_to = letter.rehearsal_to;
  return in_own_words(frame, sender_of(*frame.programme), one_line(invitation_subject(letter)),
                      invitation_text(letter), now, &letter);
}

Message Composer::compose_test(const std::string& to, const std::string& message_id,
                               const programme::Programme& programme, Language language,
                               programme::Instant now) const {
  const std::string& sender = sender_of(programme);
  require_address(to, "the recipient");
  require_address(sender, "the sender");
  require_address(programme.contact, "the programme's contact");
  require_message_id(message_id);

  const LayoutTexts& texts = layout_texts();
  programme::Coordinator reader;
  reader.language = language;
  Letter letter;
  letter.programme = &programme;
  letter.recipient.coordinator = &reader;
  const Template words{"trial", texts.trial.in(language)};
  smtp::MimeParts parts = envelope_parts(programme, sender, message_id, language, now);
  parts.to = {"", to};
  parts.subject = words.subject(letter_values(letter, language, now, ValuesFor::subject));
  const data values = letter_values(letter, language, now, ValuesFor::markdown);
  set_texts(parts, language, parts.list_name, "", words.body(values),
            MustacheText{texts.trial_footer.in(language)}.render(values));
  return {.from = sender,
          .to = to,
          .bytes = smtp::mime_message(parts),
          .subject = parts.subject,
          .text = parts.text};
}

}  // namespace letters
