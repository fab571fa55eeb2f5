// SPDX-License-Identifier: Apache-2.0
#include "service/letters/invitation_letter.h"

#include <vector>

#include "service/letters/moment_words.h"
#include "service/letters/phrases.h"

namespace letters {

std::string_view to_string(InvitationKind kind) {
  switch (kind) {
    case InvitationKind::invite:
      return "invite";
    case InvitationKind::update:
      return "update";
    case InvitationKind::cancel:
      break;
  }
  return "cancel";
}

namespace {

using programme::Language;

/// Of one letter, in its language.
class InvitationWords {
 public:
  explicit InvitationWords(const InvitationLetter& letter)
      : letter_{letter}, language_{letter.person.language}, nl_{language_ == Language::nl} {}

  const char* pick(const char* nl, const char* en) const { return nl_ ? nl : en; }

  bool is_deadline() const { return std::holds_alternative<programme::Deadline>(letter_.when); }

  /// What happened, in one word or two.
  std::string headline() const {
    switch (letter_.kind) {
      case letters::InvitationKind::invite:
        return is_deadline() ? "Deadline" : pick("Uitnodiging", "Invitation");
      case letters::InvitationKind::update:
        return letter_.was ? pick("Verzet", "Moved") : pick("Gewijzigd", "Changed");
      case letters::InvitationKind::cancel:
        break;
    }
    switch (letter_.reason) {
      case letters::CancelReason::cancelled:
        return pick("Gaat niet door", "Cancelled");
      case letters::CancelReason::unconfirmed:
        return pick("Nog niet zeker", "Not certain yet");
      case letters::CancelReason::not_theirs:
      case letters::CancelReason::left:
      case letters::CancelReason::feed:
        break;
    }
    return pick("Uit uw agenda", "Out of your calendar");
  }

  std::string subject() const {
    std::string text = letter_.urgent ? pick("Dringend – ", "Urgent – ") : "";
    text += headline() + ": " + letter_.title;
    if (letter_.kind == letters::InvitationKind::update && !letter_.was) return text;
    const std::string day = day_in_words(letter_.when, language_);
    return text + (letter_.was ? pick(" – nu ", " – now ") : " – ") + day;
  }

  std::string intro() const {
    const std::string programme = literal(letter_.programme->title.in(language_));
    const auto about = [&](const char* nl, const char* en) {
      return nl_ ? "Voor " + programme + " " + nl : "For " + programme + " " + en;
    };
    switch (letter_.kind) {
      case letters::InvitationKind::invite:
        return is_deadline()
                   ? about("hoort deze deadline in uw agenda.", "this deadline belongs in your calendar.")
                   : about("nodigen we u uit.", "we invite you.");
      case letters::InvitationKind::update:
        return about("is dit gewijzigd. Uw agenda kan het met deze mail overnemen.",
                     "this has changed. With this mail your calendar can take it over.");
      case letters::InvitationKind::cancel:
        break;
    }
    return farewell(about);
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> lines{"**" + literal(letter_.title) + "**"};
    if (letter_.kind == letters::InvitationKind::cancel) {
      const bool cancelled = letter_.reason == letters::CancelReason::cancelled;
      const bool was = cancelled || letter_.reason == letters::CancelReason::unconfirmed;
      add_line(lines, was ? pick("Was", "It was") : pick("Wanneer", "When"),
               literal(when_in_words(letter_.when, language_)));
      add_line(lines, cancelled ? pick("Reden", "Reason") : pick("Verwacht", "Expected"),
               literal(letter_.why));
      return lines;
    }
    add_when(lines, letter_.was, letter_.when, language_);
    add_place(lines, letter_.place_was, letter_.place, language_);
    return lines;
  }

  std::string outro() const {
    if (letter_.kind == letters::InvitationKind::cancel)
      return pick("Uw agendaprogramma haalt het weg, of biedt dat aan.\n",
                  "Your calendar program removes it, or offers to.\n");
    return pick(
        "Uw agendaprogramma laat hier knoppen bij zien, zoals Accepteren: daarmee komt het in uw agenda. "
        "Deze dienst leest niet wat u kiest. Kunt u niet? Beantwoord dan deze mail; die komt bij een mens "
        "aan.\n",
        "Your calendar program shows buttons here, like Accept: they put it into your calendar. This service "
        "does not read what you choose. Can you not make it? Then answer this mail; it reaches a person.\n");
  }

 private:
  template <class About>
  std::string farewell(const About& about) const {
    switch (letter_.reason) {
      case letters::CancelReason::cancelled:
        return about("gaat dit niet door.", "this will not take place.");
      case letters::CancelReason::unconfirmed:
        return about("staat deze datum niet meer vast. U krijgt een nieuwe uitnodiging zodra dat wel zo is.",
                     "this date is not fixed any more. You get a new invitation once it is.");
      case letters::CancelReason::not_theirs:
        return about("hoeft u hier niet bij te zijn. Het gaat voor anderen wel door.",
                     "you need not be there. It goes on for others.");
      case letters::CancelReason::left:
        return about("doet u niet meer mee; dit gaat daarom uit uw agenda.",
                     "you no longer take part; so this leaves your calendar.");
      case letters::CancelReason::feed:
        break;
    }
    const std::string text =
        about("krijgt u geen uitnodigingen meer. Dit gaat gewoon door, en staat voortaan in uw ",
              "you no longer get invitations. This goes on as planned, and is now in your ");
    const char* const words = pick("agenda-abonnement", "calendar subscription");
    if (letter_.subscribe_link.empty()) return text + words + ".";
    return text + "[" + words + "](" + literal(letter_.subscribe_link) + ").";
  }

  const letters::InvitationLetter& letter_;
  Language language_;
  bool nl_;
};

}  // namespace

std::string invitation_subject(const InvitationLetter& letter) { return InvitationWords{letter}.subject(); }

std::string invitation_text(const InvitationLetter& letter) {
  const InvitationWords words{letter};
  return greeting(letter.person.name, letter.person.language) + words.intro() + "\n\n" +
         paragraph(words.lines()) + words.outro();
}

}  // namespace letters
