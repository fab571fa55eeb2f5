// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "service/config_files/load.h"
#include "service/mail/worker.h"
#include "service/smtp/courier.h"

namespace service {

/// Makes an SMTP courier for the configured server. Without a server, makes a courier that writes .eml files
/// into the folder `mail` of the data folder. Throws std::runtime_error when the password file is missing or
/// readable by every user of the machine.
std::unique_ptr<smtp::Courier> choose_courier(const config_files::MailSettings& settings,
                                              const std::filesystem::path& data_folder);

/// Returns the destination of all mail for messages to the operator: "smtp.example.org:587", or the folder of
/// the .eml files.
std::string courier_name(const config_files::MailSettings& settings,
                         const std::filesystem::path& data_folder);

/// Returns the worker's options from the settings and this process. The host of `base`, the service's public
/// URL, is the domain of every Message-ID; "werktraject.invalid" replaces a host that is no domain name.
/// Throws std::runtime_error when the machine has no host name.
mail::WorkerOptions worker_options(const config_files::Settings& settings, const std::string& base);

}  // namespace service
