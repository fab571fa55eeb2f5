// SPDX-License-Identifier: Apache-2.0
#include "service/letters/invitation_letter.h"

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

}  // namespace letters
