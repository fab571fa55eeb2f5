// SPDX-License-Identifier: Apache-2.0
#include "service/web/subscribe_page.h"

#include <array>
#include <kainjow/mustache.hpp>
#include <span>
#include <string_view>

#include "service/web/page_files.h"

namespace web {
namespace {

/// Words of pages/subscribe.html.
std::span<const PageWord> subscribe_words() {
  static const std::array words{
      PageWord{"lang", {"nl", "en"}},
      PageWord{"invited",
               {"U krijgt uw activiteiten als uitnodiging per mail. Wat u daarvan aanneemt, staat in uw "
                "agenda; wijzigingen komen ook per mail. Een abonnement is er daarom niet.",
                "You get your activities as invitations by mail. Those that you accept are in your calendar; "
                "changes come by mail too. So there is no subscription."}},
      PageWord{"invited_before",
               {"Hebt u hier eerder een abonnement op genomen? Dan kunt u het verwijderen. Wilt u toch "
                "liever een abonnement, vraag dat dan aan de organisatie.",
                "Did you subscribe here before? Then you can remove that. Would you rather have a "
                "subscription, ask the organisation."}},
      PageWord{"once",
               {"Neem één keer een abonnement. Daarna staan alle bijeenkomsten en deadlines in uw agenda, en "
                "komen wijzigingen er vanzelf in.",
                "Subscribe once. From then on all sessions and deadlines are in your calendar, and changes "
                "reach it by themselves."}},
      PageWord{"choose", {"Kies uw agenda", "Choose your calendar"}},
      PageWord{"google", {"Abonneren in Google Agenda", "Subscribe in Google Calendar"}},
      PageWord{"google_where",
               {"op een computer; daarna ook op uw telefoon", "on a computer; your phone follows"}},
      PageWord{"outlook_work", {"Abonneren in Outlook van uw werk", "Subscribe in Outlook at work"}},
      PageWord{"outlook_work_where",
               {"Outlook op het web en het nieuwe Outlook", "Outlook on the web and the new Outlook"}},
      PageWord{"outlook_home", {"Abonneren in Outlook.com", "Subscribe in Outlook.com"}},
      PageWord{"outlook_home_where", {"een eigen Microsoft-account", "a Microsoft account of your own"}},
      PageWord{"webcal",
               {"Abonneren in Apple Agenda of Outlook voor Windows (klassiek)",
                "Subscribe in Apple Calendar or classic Outlook for Windows"}},
      PageWord{"webcal_where", {"Mac, iPhone, iPad, Windows", "Mac, iPhone, iPad, Windows"}},
      PageWord{"another", {"Een ander programma", "Another program"}},
      PageWord{"copy_address",
               {"Kopieer dit adres en kies in Thunderbird, Nextcloud of een ander programma “nieuwe agenda "
                "van het netwerk” of “abonneren op adres”:",
                "Copy this address and choose “new calendar from the network” or “subscribe to address” in "
                "Thunderbird, Nextcloud or another program:"}},
      PageWord{"local",
               {"Dit adres werkt alleen op deze computer. Google en Outlook op het web halen een agenda zelf "
                "op en kunnen er niet bij.",
                "This address works on this computer only. Google and Outlook on the web fetch a calendar "
                "themselves and cannot reach it."}},
      PageWord{"good_to_know", {"Goed om te weten", "Good to know"}},
      PageWord{"delay",
               {"Het kan bij Google en Outlook een dag duren voordat een wijziging te zien is.",
                "In Google and Outlook it can take a day before a change shows."}},
      PageWord{"personal",
               {"Dit adres is van u alleen. Geef het niet door: wie het heeft, ziet uw agenda van het "
                "werktraject.",
                "This address is yours alone. Do not pass it on: whoever has it sees your calendar of the "
                "programme."}},
      PageWord{"shared",
               {"Wie dit adres heeft, ziet deze agenda. Er staan geen namen van deelnemers in.",
                "Whoever has this address sees this calendar. It holds no names of participants."}},
      PageWord{"file_before", {"", "You can also "}},
      PageWord{"file_link", {"Het bestand downloaden", "download the file"}},
      PageWord{"file_after",
               {" kan ook, maar een gedownloade agenda verandert daarna niet meer mee.",
                ", but a downloaded calendar no longer follows changes."}},
  };
  return words;
}

bool is_local(std::string_view https) { return !https.starts_with("https://"); }

}  // namespace

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool unreserved = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                            c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += '%';
      out += digits[octet >> 4U];
      out += digits[octet & 15U];
    }
  }
  return out;
}

std::string render(const SubscribePage& page) {
  using kainjow::mustache::data;
  const std::string outlook = "/calendar/0/addfromweb?url=" + percent_encoded(page.https) +
                              "&name=" + percent_encoded(page.calendar_name);
  data values;
  values.set("t", words_in(subscribe_words(), page.language));
  values.set("title", say(page.language, "{0} in uw agenda", "{0} in your calendar", {page.calendar_name}));
  values.set("https", page.https);
  values.set("webcal", page.webcal);
  values.set("google", "https://calendar.google.com/calendar/r?cid=" + percent_encoded(page.webcal));
  values.set("outlook_work", "https://outlook.office.com" + outlook);
  values.set("outlook_home", "https://outlook.live.com" + outlook);
  values.set("file", page.https.substr(page.https.rfind('/') + 1));
  values.set("local", is_local(page.https));
  values.set("personal", page.personal);
  values.set("invited", page.invited);
  return fill_page({pages::head, pages::subscribe, pages::foot}, values);
}

}  // namespace web
