// SPDX-License-Identifier: Apache-2.0
#include "service/web/subscribe_page.h"

#include <kainjow/mustache.hpp>
#include <string_view>

namespace web {
namespace {

using programme::Language;

constexpr const char* dutch = R"html(<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{{name}} in uw agenda</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>{{name}} in uw agenda</h1>
{{#invited}}
<p>U krijgt uw activiteiten als uitnodiging per mail. Wat u daarvan aanneemt, staat in uw agenda; wijzigingen komen ook per mail. Een abonnement is er daarom niet.</p>
<p>Hebt u hier eerder een abonnement op genomen? Dan kunt u het verwijderen. Wilt u toch liever een abonnement, vraag dat dan aan de organisatie.</p>
{{/invited}}
{{^invited}}
<p>Neem één keer een abonnement. Daarna staan alle bijeenkomsten en deadlines in uw agenda, en komen wijzigingen er vanzelf in.</p>
<h2>Kies uw agenda</h2>
<ul>
<li><a href="{{google}}">Abonneren in Google Agenda</a> <span>op een computer; daarna ook op uw telefoon</span></li>
<li><a href="{{outlook_work}}">Abonneren in Outlook van uw werk</a> <span>Outlook op het web en het nieuwe Outlook</span></li>
<li><a href="{{outlook_home}}">Abonneren in Outlook.com</a> <span>een eigen Microsoft-account</span></li>
<li><a href="{{webcal}}">Abonneren in Apple Agenda of Outlook voor Windows (klassiek)</a> <span>Mac, iPhone, iPad, Windows</span></li>
</ul>
<h2>Een ander programma</h2>
<p><label for="address">Kopieer dit adres en kies in Thunderbird, Nextcloud of een ander programma “nieuwe agenda van het netwerk” of “abonneren op adres”:</label></p>
<p><input id="address" type="text" readonly value="{{https}}"></p>
{{#local}}<p class="note">Dit adres werkt alleen op deze computer. Google en Outlook op het web halen een agenda zelf op en kunnen er niet bij.</p>{{/local}}
<h2>Goed om te weten</h2>
<p>Het kan bij Google en Outlook een dag duren voordat een wijziging te zien is.</p>
<p>{{#personal}}Dit adres is van u alleen. Geef het niet door: wie het heeft, ziet uw agenda van het werktraject.{{/personal}}{{^personal}}Wie dit adres heeft, ziet deze agenda. Er staan geen namen van deelnemers in.{{/personal}}</p>
<p><a href="{{file}}" download>Het bestand downloaden</a> kan ook, maar een gedownloade agenda verandert daarna niet meer mee.</p>
{{/invited}}
</main>
</body>
</html>
)html";

constexpr const char* english = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{{name}} in your calendar</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>{{name}} in your calendar</h1>
{{#invited}}
<p>You get your activities as invitations by mail. Those that you accept are in your calendar; changes come by mail too. So there is no subscription.</p>
<p>Did you subscribe here before? Then you can remove that. Would you rather have a subscription, ask the organisation.</p>
{{/invited}}
{{^invited}}
<p>Subscribe once. From then on all sessions and deadlines are in your calendar, and changes reach it by themselves.</p>
<h2>Choose your calendar</h2>
<ul>
<li><a href="{{google}}">Subscribe in Google Calendar</a> <span>on a computer; your phone follows</span></li>
<li><a href="{{outlook_work}}">Subscribe in Outlook at work</a> <span>Outlook on the web and the new Outlook</span></li>
<li><a href="{{outlook_home}}">Subscribe in Outlook.com</a> <span>a Microsoft account of your own</span></li>
<li><a href="{{webcal}}">Subscribe in Apple Calendar or classic Outlook for Windows</a> <span>Mac, iPhone, iPad, Windows</span></li>
</ul>
<h2>Another program</h2>
<p><label for="address">Copy this address and choose “new calendar from the network” or “subscribe to address” in Thunderbird, Nextcloud or another program:</label></p>
<p><input id="address" type="text" readonly value="{{https}}"></p>
{{#local}}<p class="note">This address works on this computer only. Google and Outlook on the web fetch a calendar themselves and cannot reach it.</p>{{/local}}
<h2>Good to know</h2>
<p>In Google and Outlook it can take a day before a change shows.</p>
<p>{{#personal}}This address is yours alone. Do not pass it on: whoever has it sees your calendar of the programme.{{/personal}}{{^personal}}Whoever has this address sees this calendar. It holds no names of participants.{{/personal}}</p>
<p>You can also <a href="{{file}}" download>download the file</a>, but a downloaded calendar no longer follows changes.</p>
{{/invited}}
</main>
</body>
</html>
)html";

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
  values.set("name", page.calendar_name);
  values.set("https", page.https);
  values.set("webcal", page.webcal);
  values.set("google", "https://calendar.google.com/calendar/r?cid=" + percent_encoded(page.webcal));
  values.set("outlook_work", "https://outlook.office.com" + outlook);
  values.set("outlook_home", "https://outlook.live.com" + outlook);
  values.set("file", page.https.substr(page.https.rfind('/') + 1));
  values.set("local", is_local(page.https));
  values.set("personal", page.personal);
  values.set("invited", page.invited);
  return kainjow::mustache::mustache{page.language == Language::en ? english : dutch}.render(values);
}

}  // namespace web
