// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/mail/kinds/draft.h"

namespace mail {

/// Shows an operator that mail works, in the name of the first programme.
Outcome prepare_trial(const Draft& draft);

}  // namespace mail
