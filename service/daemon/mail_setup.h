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
/// readable by every user of the machine. `base`: as for hello_name().
std::unique_ptr<smtp::Courier> choose_courier(const config_files::MailSettings& settings,
                                              const std::filesystem::path& data_folder,
                                              const std::string& base);

/// Returns what EHLO says without `hello` in service.toml: the host of `base`, the service's public URL, when
/// that is a domain name with a dot; else an address literal (RFC 5321 §4.1.1.1, §4.1.3). An address that
/// means every interface, or a name without a dot, is said as the loopback address.
std::string hello_name(const std::string& base);

/// Returns the destination of all mail for messages to the operator: "smtp.example.org:587", or the folder of
/// the .eml files.
std::string courier_name(const config_files::MailSettings& settings,
                         const std::filesystem::path& data_folder);

/// Returns the worker's options from the settings and this process. The host of `base`, the service's public
/// URL, is the domain of every Message-ID; "werktraject.invalid" replaces a host that is no domain name.
/// Throws std::runtime_error when the machine has no host name.
mail::WorkerOptions worker_options(const config_files::Settings& settings, const std::string& base);

}  // namespace service
