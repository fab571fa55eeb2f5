// SPDX-License-Identifier: Apache-2.0
//
// Parses with libical and reads its components strictly. Only read_back.cc includes this header. Every
// function throws InvalidValue for any construct that this program never writes.
#pragma once

#include <libical/ical.h>

#include <algorithm>
#include <bitset>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ical/types.h"

namespace ical {

struct ComponentDeleter {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using OwnedComponent = std::unique_ptr<icalcomponent, ComponentDeleter>;

/// Parses `text` followed by `rest` and returns the one component in them. Thread-safe.
OwnedComponent parse(std::string_view text, std::string_view rest = {});

/// A property. Its component must outlive it.
class Property {
 public:
  explicit Property(icalproperty* property) : property_(property) {}

  icalproperty_kind kind() const { return icalproperty_isa(property_); }
  std::string_view x_name() const;  ///< Empty for a property without "X-".
  std::string name() const;

  /// Throws InvalidValue with the name of the property.
  [[noreturn]] void refuse(const char* why) const;

  // Values. Each function but uri() throws when the property has other parameters than its type needs.
  std::string text() const;
  std::string x_value() const;
  int integer() const;
  Instant utc() const;
  date::year_month_day date() const;  ///< VALUE=DATE
  LocalMinute local() const;          ///< TZID
  std::string uri() const;

  bool is_date() const;      ///< True when there is a VALUE parameter.
  std::string tzid() const;  ///< Value of the TZID parameter.

  void expect_parameters(std::initializer_list<icalparameter_kind> kinds) const;
  icalparameter* parameter(icalparameter_kind kind) const;
  icalvalue* value(icalvalue_kind kind) const;

 private:
  icalproperty* property_;
};

/// Calls `read` for every property of the component. Throws when a kind, or an X- name, occurs twice.
template <class Read>
void for_each_property(icalcomponent* component, Read read) {
  std::bitset<512> kinds;
  std::vector<std::string_view> x_names;
  for (icalproperty* p = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); p;
       p = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
    const Property property(p);
    const auto kind = static_cast<std::size_t>(property.kind());
    if (property.kind() == ICAL_X_PROPERTY) {
      if (std::ranges::find(x_names, property.x_name()) != x_names.end()) property.refuse("occurs twice");
      x_names.push_back(property.x_name());
    } else if (kind >= kinds.size() || kinds[kind]) {
      property.refuse("occurs twice");
    } else {
      kinds.set(kind);
    }
    read(property);
  }
}

}  // namespace ical
