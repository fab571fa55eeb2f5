// SPDX-License-Identifier: Apache-2.0
#include "service/mail/pause_words.h"

#include <date/tz.h>

#include "service/feeds/wording.h"

namespace mail {
namespace {

using programme::say;
using programme::Text;
using Reason = store::MailPause::Reason;

programme::LocalMinute local(programme::Instant instant, const std::string& zone) {
  return programme::to_local(instant, *date::locate_zone(zone));
}

Text time_in_words(programme::Instant instant, const std::string& zone) {
  const auto time = local(instant, zone);
  return {feeds::day_and_time_in_words(time, programme::Language::nl),
          feeds::day_and_time_in_words(time, programme::Language::en)};
}

Text day_in_words(programme::Instant instant, const std::string& zone) {
  const auto day = date::floor<date::days>(local(instant, zone));
  const programme::year_month_day on{day};
  return {feeds::range_in_words({on, on}, programme::Language::nl),
          feeds::range_in_words({on, on}, programme::Language::en)};
}

}  // namespace

Text pause_reason(Reason reason) {
  switch (reason) {
    case Reason::connection:
      return {"de mailserver is niet te bereiken", "the mail server cannot be reached"};
    case Reason::hello:
      return {"de mailserver laat deze dienst niet toe", "the mail server does not let this service in"};
    case Reason::encryption:
      return {"de beveiligde verbinding met de mailserver lukt niet",
              "the encrypted connection to the mail server fails"};
    case Reason::login:
      return {"de mailserver neemt de gebruikersnaam en het wachtwoord niet aan",
              "the mail server does not accept the user name and password"};
    case Reason::sender:
      return {"de mailserver weigert onze afzender", "the mail server refuses our sender"};
    case Reason::recipients:
      return {"de mailserver weigert alle ontvangers", "the mail server refuses all recipients"};
    case Reason::content:
      break;
  }
  return {"de mailserver weigert onze mails", "the mail server refuses our mails"};
}

Text pause_help(Reason reason) {
  switch (reason) {
    case Reason::connection:
      return {"kijk of de mailserver werkt, en of server en port onder [mail] in service.toml kloppen",
              "see whether the mail server works, and whether server and port under [mail] in service.toml "
              "are right"};
    case Reason::hello:
      return {
          "vraag de beheerder van de mailserver om deze computer toe te laten, of pas hello onder [mail] "
          "in service.toml aan",
          "ask who runs the mail server to let this machine in, or change hello under [mail] in "
          "service.toml"};
    case Reason::encryption:
      return {
          "kijk naar security en ca_file onder [mail] in service.toml, en naar het certificaat van de "
          "mailserver",
          "look at security and ca_file under [mail] in service.toml, and at the mail server's "
          "certificate"};
    case Reason::login:
      return {
          "kijk naar user en password_file onder [mail] in service.toml, en vraag de beheerder van de "
          "mailserver of deze gebruiker mail mag versturen",
          "look at user and password_file under [mail] in service.toml, and ask who runs the mail server "
          "whether this user may send mail"};
    case Reason::recipients:
      return {"vraag de beheerder van de mailserver of deze dienst mail naar buiten mag versturen",
              "ask who runs the mail server whether this service may send mail to others"};
    case Reason::sender:
    case Reason::content:
      break;
  }
  return {
      "vraag de beheerder van de mailserver of deze gebruiker mag versturen met het adres achter sender "
      "onder [mail] in service.toml",
      "ask who runs the mail server whether this user may send with the address at sender under [mail] in "
      "service.toml"};
}

Text pause_in_words(const store::MailPause& pause, const std::string& zone) {
  return say(
      "mail staat stil sinds {0}: {1} ({2}); de mails wachten, en gaan vanzelf zodra de mailserver er "
      "een aanneemt",
      "mail is paused since {0}: {1} ({2}); the mails wait, and go by themselves once the mail server "
      "accepts one",
      {time_in_words(pause.since, zone), pause_reason(pause.reason), pause.detail});
}

Text refusal_in_words(const store::RefusedAddress& refused, const std::string& zone) {
  const Text when = day_in_words(refused.since, zone);
  const std::string reply = refused.reply.empty() ? "" : ": " + refused.reply;
  if (refused.by == store::RefusedAddress::By::relay)
    return say("geweigerd door onze mailserver op {0}{1}", "refused by our mail server on {0}{1}",
               {when, reply});
  return say("door een coördinator gemarkeerd op {0}{1}", "marked by a coordinator on {0}{1}", {when, reply});
}

}  // namespace mail
