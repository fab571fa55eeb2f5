// SPDX-License-Identifier: Apache-2.0
#define TOML_IMPLEMENTATION
#include "service/config_files/toml.h"
