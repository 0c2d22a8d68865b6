// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the door of a device: what a stranger needs to call in as that device. Nothing: nobody can.
#pragma once

#include <optional>

#include "audit/estate.h"
#include "model/toll_path.h"

namespace denwaban::audit {

std::optional<Gate> gate_of_device(const Estate& estate, const SipDevice& device);
std::optional<Gate> gate_of_endpoint(const Estate& estate, const Object& endpoint);
std::optional<Gate> gate_of_device(const Estate& estate, const IaxDevice& device);

}  // namespace denwaban::audit
