// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/mime_message.h"

#include <gmime/gmime.h>
#include <sodium.h>

#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace smtp {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
/// One reference to a GObject.
template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct Free {
  void operator()(char* text) const { g_free(text); }
};
using OwnedText = std::unique_ptr<char, Free>;

/// GMime counts its users without a lock, and is never shut down: other threads may be using it.
void init_gmime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

/// How everything is written; made once, read by all.
const GMimeFormatOptions* crlf_format() {
  static const GMimeFormatOptions* const format = [] {
    GMimeFormatOptions* options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    return options;
  }();
  return format;
}

GMimeFormatOptions* format() { return const_cast<GMimeFormatOptions*>(crlf_format()); }

/// Follows from the Message-ID. "=_" never occurs in quoted-printable text (RFC 2045 §6.7), so neither does
/// this.
std::string boundary(const std::string& message_id, std::string_view part) {
  std::array<unsigned char, 16> digest{};
  const std::string what = std::string{part} + "\n" + message_id;
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(what.data()),
                     what.size(), nullptr, 0);
  std::array<char, digest.size() * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return std::string{"=_"} + hex.data();
}

Owned<GMimePart> text_part(const char* subtype, const std::string& text) {
  Owned<GMimePart> part{g_mime_part_new_with_type("text", subtype)};
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(text.data(), text.size())};
  const Owned<GMimeDataWrapper> content{
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return part;
}

Owned<GMimePart> base64_part(const char* type, const char* subtype, const std::string& octets) {
  Owned<GMimePart> part{g_mime_part_new_with_type(type, subtype)};
  const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(octets.data(), octets.size())};
  const Owned<GMimeDataWrapper> content{
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_BASE64);
  return part;
}

void set_parameter(const Owned<GMimePart>& part, const char* name, const char* value) {
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), name, value);
}

/// Inline: Outlook takes no attachment for an invitation.
Owned<GMimePart> invitation_part(const MimeParts& parts) {
  Owned<GMimePart> part = base64_part("text", "calendar", parts.invitation);
  set_parameter(part, "charset", "utf-8");
  set_parameter(part, "method", parts.invitation_method.c_str());
  return part;
}

Owned<GMimePart> invitation_file(const MimeParts& parts) {
  Owned<GMimePart> part = base64_part("application", "ics", parts.invitation);
  g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename(part.get(), "invite.ics");
  return part;
}

Owned<GMimeMultipart> multipart(const char* subtype, const std::string& message_id) {
  Owned<GMimeMultipart> parts{g_mime_multipart_new_with_subtype(subtype)};
  g_mime_multipart_set_boundary(parts.get(), boundary(message_id, subtype).c_str());
  return parts;
}

Owned<GMimeMultipart> body(const MimeParts& parts) {
  // Mail programs prefer the last part (RFC 2046 §5.1.4).
  Owned<GMimeMultipart> texts = multipart("alternative", parts.message_id);
  g_mime_multipart_add(texts.get(), GMIME_OBJECT(text_part("plain", parts.text).get()));
  g_mime_multipart_add(texts.get(), GMIME_OBJECT(text_part("html", parts.html).get()));
  if (!parts.invitation.empty())
    g_mime_multipart_add(texts.get(), GMIME_OBJECT(invitation_part(parts).get()));
  if (parts.calendars.empty() && parts.invitation.empty()) return texts;
  Owned<GMimeMultipart> all = multipart("mixed", parts.message_id);
  g_mime_multipart_add(all.get(), GMIME_OBJECT(texts.get()));
  for (const CalendarFile& file : parts.calendars) {
    const Owned<GMimePart> part = text_part("calendar", file.content);
    g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part.get(), file.name.c_str());
    g_mime_multipart_add(all.get(), GMIME_OBJECT(part.get()));
  }
  if (!parts.invitation.empty()) g_mime_multipart_add(all.get(), GMIME_OBJECT(invitation_file(parts).get()));
  return all;
}

void set_date(GMimeMessage* message, const MimeParts& parts) {
  const std::unique_ptr<GTimeZone, decltype(&g_time_zone_unref)> zone{
      g_time_zone_new_offset(static_cast<gint32>(std::chrono::seconds{parts.zone_offset}.count())),
      g_time_zone_unref};
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> utc{
      g_date_time_new_from_unix_utc(parts.date.time_since_epoch().count()), g_date_time_unref};
  if (!utc) throw std::invalid_argument{"the date of the mail is out of range"};
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> local{
      g_date_time_to_timezone(utc.get(), zone.get()), g_date_time_unref};
  g_mime_message_set_date(message, local.get());
}

/// Breaks up "=?" in a text: mail programs would decode it as an encoded word (RFC 2047 §2), including line
/// breaks.
std::string inert(std::string text) {
  for (auto at = text.find("=?"); at != std::string::npos; at = text.find("=?", at)) text.insert(at + 1, " ");
  return text;
}

void add_mailbox(GMimeMessage* message, GMimeAddressType type, const Mailbox& mailbox) {
  const Owned<InternetAddress> address{internet_address_mailbox_new(
      mailbox.name.empty() ? nullptr : inert(mailbox.name).c_str(), mailbox.address.c_str())};
  // Without this GMime takes the charset of the locale that the service runs in.
  internet_address_set_charset(address.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(message, type), address.get());
}

/// ASCII that is to stand as it is: an encoded word in an address header would make it unreadable to
/// machines.
void add_raw(GMimeMessage* message, const char* name, const std::string& value) {
  constexpr std::size_t longest_line = 78;
  GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  g_mime_header_list_append(headers, name, "", nullptr);
  GMimeHeader* header = g_mime_header_list_get_header(headers, name);
  const bool fits = std::string_view{name}.size() + 2 + value.size() <= longest_line;
  g_mime_header_set_raw_value(header, ((fits ? " " : "\n ") + value + "\n").c_str());
}

void add_list_headers(GMimeMessage* message, const MimeParts& parts) {
  if (!parts.list_id.empty()) {
    std::string value = "<" + parts.list_id + ">";
    if (!parts.list_name.empty()) {
      const OwnedText name{
          g_mime_utils_header_encode_phrase(format(), inert(parts.list_name).c_str(), "utf-8")};
      value = std::string{name.get()} + "\n " + value;
    }
    add_raw(message, "List-Id", value);
  }
  if (parts.unsubscribe_link.empty()) return;
  add_raw(message, "List-Unsubscribe", "<" + parts.unsubscribe_link + ">");
  // RFC 8058 §3.1: https alone.
  if (parts.unsubscribe_link.starts_with("https://"))
    add_raw(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

}  // namespace

std::string mime_message(const MimeParts& parts) {
  init_gmime();
  const Owned<GMimeMessage> message{g_mime_message_new(FALSE)};
  set_date(message.get(), parts);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, parts.from);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, parts.to);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, parts.reply_to);
  g_mime_message_set_subject(message.get(), inert(parts.subject).c_str(), "utf-8");
  add_raw(message.get(), "Message-ID", "<" + parts.message_id + ">");
  // RFC 3834 §5; the other is Exchange's, which reads no more than that one. Not "All": that would suppress
  // delivery reports, which we need.
  add_raw(message.get(), "Auto-Submitted", "auto-generated");
  add_raw(message.get(), "X-Auto-Response-Suppress", "OOF, AutoReply");
  add_list_headers(message.get(), parts);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body(parts).get()));
  const OwnedText text{g_mime_object_to_string(GMIME_OBJECT(message.get()), format())};
  return text.get();
}

}  // namespace smtp
