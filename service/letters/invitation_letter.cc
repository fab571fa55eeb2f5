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
      : letter_{letter}, language_{letter.person.language} {}

  bool is_deadline() const { return std::holds_alternative<programme::Deadline>(letter_.when); }

  /// What happened, in one word or two.
  std::string headline() const {
    switch (letter_.kind) {
      case letters::InvitationKind::invite:
        return is_deadline() ? "Deadline" : say(language_, "Uitnodiging", "Invitation");
      case letters::InvitationKind::update:
        return letter_.was ? say(language_, "Verzet", "Moved") : say(language_, "Gewijzigd", "Changed");
      case letters::InvitationKind::cancel:
        break;
    }
    switch (letter_.reason) {
      case letters::CancelReason::cancelled:
        return say(language_, "Gaat niet door", "Cancelled");
      case letters::CancelReason::unconfirmed:
        return say(language_, "Nog niet zeker", "Not certain yet");
      case letters::CancelReason::not_theirs:
      case letters::CancelReason::left:
      case letters::CancelReason::feed:
        break;
    }
    return say(language_, "Uit uw agenda", "Out of your calendar");
  }

  std::string subject() const {
    const std::string text = headline_with_title();
    return letter_.urgent ? say(language_, "Dringend – {0}", "Urgent – {0}", {text}) : text;
  }

  std::string intro() const {
    const std::string programme = literal(letter_.programme->title.in(language_));
    const auto about = [&](const char* nl, const char* en) { return say(language_, nl, en, {programme}); };
    switch (letter_.kind) {
      case letters::InvitationKind::invite:
        return is_deadline() ? about("Voor {0} hoort deze deadline in uw agenda.",
                                     "For {0} this deadline belongs in your calendar.")
                             : about("Voor {0} nodigen we u uit.", "For {0} we invite you.");
      case letters::InvitationKind::update:
        return about("Voor {0} is dit gewijzigd. Uw agenda kan het met deze mail overnemen.",
                     "For {0} this has changed. With this mail your calendar can take it over.");
      case letters::InvitationKind::cancel:
        break;
    }
    return farewell(programme);
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> lines{"**" + literal(letter_.title) + "**"};
    if (letter_.kind == letters::InvitationKind::cancel) {
      const bool cancelled = letter_.reason == letters::CancelReason::cancelled;
      const bool was = cancelled || letter_.reason == letters::CancelReason::unconfirmed;
      add_line(lines, was ? say(language_, "Was", "It was") : say(language_, "Wanneer", "When"),
               literal(when_in_words(letter_.when, language_)));
      add_line(lines, cancelled ? say(language_, "Reden", "Reason") : say(language_, "Verwacht", "Expected"),
               literal(letter_.why));
      return lines;
    }
    add_when(lines, letter_.was, letter_.when, language_);
    add_place(lines, letter_.place_was, letter_.place, language_);
    return lines;
  }

  std::string outro() const {
    if (letter_.kind == letters::InvitationKind::cancel)
      return say(language_, "Uw agendaprogramma haalt het weg, of biedt dat aan.\n",
                 "Your calendar program removes it, or offers to.\n");
    return say(
        language_,
        "Uw agendaprogramma laat hier knoppen bij zien, zoals Accepteren: daarmee komt het in uw agenda. "
        "Deze dienst leest niet wat u kiest. Kunt u niet? Beantwoord dan deze mail; die komt bij een mens "
        "aan.\n",
        "Your calendar program shows buttons here, like Accept: they put it into your calendar. This service "
        "does not read what you choose. Can you not make it? Then answer this mail; it reaches a person.\n");
  }

 private:
  std::string farewell(const std::string& programme) const {
    const auto about = [&](const char* nl, const char* en) { return say(language_, nl, en, {programme}); };
    switch (letter_.reason) {
      case letters::CancelReason::cancelled:
        return about("Voor {0} gaat dit niet door.", "For {0} this will not take place.");
      case letters::CancelReason::unconfirmed:
        return about(
            "Voor {0} staat deze datum niet meer vast. U krijgt een nieuwe uitnodiging zodra dat wel zo is.",
            "For {0} this date is not fixed any more. You get a new invitation once it is.");
      case letters::CancelReason::not_theirs:
        return about("Voor {0} hoeft u hier niet bij te zijn. Het gaat voor anderen wel door.",
                     "For {0} you need not be there. It goes on for others.");
      case letters::CancelReason::left:
        return about("Voor {0} doet u niet meer mee; dit gaat daarom uit uw agenda.",
                     "For {0} you no longer take part; so this leaves your calendar.");
      case letters::CancelReason::feed:
        break;
    }
    const std::string words = say(language_, "agenda-abonnement", "calendar subscription");
    const std::string link =
        letter_.subscribe_link.empty() ? words : "[" + words + "](" + literal(letter_.subscribe_link) + ")";
    return say(
        language_,
        "Voor {0} krijgt u geen uitnodigingen meer. Dit gaat gewoon door, en staat voortaan in uw {1}.",
        "For {0} you no longer get invitations. This goes on as planned, and is now in your {1}.",
        {programme, link});
  }

  std::string headline_with_title() const {
    std::string what = headline() + ": " + letter_.title;
    if (letter_.kind == letters::InvitationKind::update && !letter_.was) return what;
    const std::string day = day_in_words(letter_.when, language_);
    return letter_.was ? say(language_, "{0} – nu {1}", "{0} – now {1}", {what, day}) : what + " – " + day;
  }

  const letters::InvitationLetter& letter_;
  Language language_;
};

}  // namespace

std::string invitation_subject(const InvitationLetter& letter) { return InvitationWords{letter}.subject(); }

std::string invitation_text(const InvitationLetter& letter) {
  const InvitationWords words{letter};
  return greeting(letter.person.name, letter.person.language) + words.intro() + "\n\n" +
         paragraph(words.lines()) + words.outro();
}

}  // namespace letters
