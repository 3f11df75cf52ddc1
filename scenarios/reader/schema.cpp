// The scenario file as a JSON Schema, for editors: completion, hints, and red lines while typing. What needs arithmetic or names (shares that
// add to 1, laws within their range) is left to `valuescale check`.
#include "models/acquisition/response.hpp"
#include "scenarios/reader/document.hpp"
#include "scenarios/reader/keys.hpp"
#include "scenarios/reader/laws.hpp"
#include "scenarios/reader/reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace valuescale::scenarios {
namespace {

using Json = nlohmann::ordered_json;
using Holds = Key::Holds;

constexpr const char* kNumber = R"([-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?\s*(%|k|M)?)";
constexpr const char* kUnit = R"((\s*((a|an|per|/)\s*)?(days?|weeks?|months?|quarters?|years?))?)";

std::string law_pattern() {
  std::string names = "mix|truncate|earliest|values|each_world|each_customer|each_event";
  for (const LawRule& rule : law_rules()) names += "|" + std::string(rule.name);
  return fmt::format(R"(^\s*({0}{1}(\s+to\s+{0}{1})?|({0}{1}\s*/\s*)?({2})\s*\(.*\){1})\s*$)", kNumber, kUnit, names);
}

Json reference(const char* name) { return {{"$ref", fmt::format("#/$defs/{}", name)}}; }

Json bounded_number(const Range& range) {
  Json schema{{"type", "number"}};
  if (std::isfinite(range.low)) schema[range.low_open ? "exclusiveMinimum" : "minimum"] = range.low;
  if (std::isfinite(range.high)) schema[range.high_open ? "exclusiveMaximum" : "maximum"] = range.high;
  return schema;
}

/// Any of the forms, or a table with one of them as its value, with note and source.
Json with_notes(std::vector<Json> forms) {
  Json value{{"anyOf", forms}};
  Json table{{"type", "object"},
             {"properties", {{"value", value}, {"note", reference("text")}, {"source", reference("text")}}},
             {"required", {"value"}},
             {"additionalProperties", false}};
  forms.push_back(std::move(table));
  return {{"anyOf", std::move(forms)}};
}

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}}; }

/// A list of numbers that stands in a file.
Json column() {
  return {{"type", "object"},
          {"properties",
           {{"values", reference("text")}, {"column", reference("text")}, {"note", reference("text")}, {"source", reference("text")}}},
          {"required", {"values", "column"}},
          {"additionalProperties", false}};
}

/// A number, text that says one or a law, or a list of numbers one of which is drawn.
Json value_of(const Json& number, const Json& text) {
  Json schema = with_notes({number, text, list_of({{"anyOf", {number, reference("certain")}}})});
  schema["anyOf"].push_back(column());
  return schema;
}

Json table_of(const Keys& keys, std::string_view about);

/// Amounts by month: the same each month, a list, or a table.
Json amounts(const Key& key) {
  const Json number = bounded_number(key.range());
  Json schema = with_notes({number, reference("law"), list_of(value_of(number, reference("law")))});
  schema["anyOf"].push_back(column());
  schema["anyOf"].push_back(table_of(schedule_keys(), "amounts that grow from month to month"));
  return schema;
}

Json schema_of(const Key& key) {
  Json schema;
  switch (key.holds) {
    case Holds::number: schema = value_of(bounded_number(key.range()), reference("law")); break;
    case Holds::certain_number: schema = with_notes({bounded_number(key.range()), reference("certain")}); break;
    case Holds::discount: schema = value_of(bounded_number(key.range()), reference("discount")); break;
    case Holds::spend: schema = value_of(bounded_number(key.range()), reference("text")); break;
    case Holds::text:
    case Holds::name: schema = reference("text"); break;
    case Holds::names:
      schema = {{"anyOf", {reference("text"), {{"type", "array"}, {"items", reference("text")}, {"minItems", 1}, {"uniqueItems", true}}}}};
      break;
    case Holds::choice: schema["enum"] = std::vector<std::string>(key.choices.begin(), key.choices.end()); break;
    case Holds::flag: schema = {{"type", "boolean"}}; break;
    case Holds::amounts: schema = amounts(key); break;
    case Holds::table: schema = {{"type", "object"}}; break;
  }
  schema["description"] = key.about;
  return schema;
}

Json table_of(const Keys& keys, std::string_view about) {
  Json properties = Json::object(), required = Json::array();
  for (const Key& key : keys) {
    properties[std::string(key.name)] = schema_of(key);
    if (key.required) required.push_back(key.name);
  }
  Json schema{{"type", "object"}, {"description", about}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

/// A table of tables keyed by the user's names.
Json named(Json entity) {
  return {{"type", "object"},
          {"propertyNames", {{"minLength", 1}, {"maxLength", kNameBytes}, {"pattern", R"(^[^.]+$)"}}},
          {"properties", {{"note", {{"anyOf", {reference("text"), entity}}}}, {"source", {{"anyOf", {reference("text"), entity}}}}}},
          {"additionalProperties", std::move(entity)}};
}

Json factors(bool odds) {
  Json schema{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  Json& properties = schema["properties"];
  for (const Multiplier& m : multipliers()) {
    const bool probability = m.name == "conversion" || m.name == "take" || m.name == "return" || m.name == "keep";
    if (odds && !probability) continue;
    properties[std::string(m.name)] = schema_of(factor_key());
    properties[std::string(m.name)]["description"] = m.about;
  }
  for (const char* kind : {"offer", "step", "repeat", "referral"})
    properties[kind] = {{"type", "object"},
                        {"additionalProperties",
                         {{"type", "object"}, {"additionalProperties", {{"anyOf", {schema_of(factor_key()), reference("text")}}}}}}};
  properties["note"] = properties["source"] = reference("text");
  return schema;
}

Json overrides() {
  Json schema{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const char* kind : {"offer", "step", "repeat", "spend", "referral"})
    schema["properties"][kind] = {
        {"type", "object"},
        {"additionalProperties",
         {{"type", "object"},
          {"additionalProperties", {{"anyOf", {value_of({{"type", "number"}}, reference("law")), reference("text")}}}}}}};
  schema["properties"]["note"] = schema["properties"]["source"] = reference("text");
  return schema;
}

Json with_changes(Json entity) {
  for (const char* how : {"multiply", "odds"}) entity["properties"][how] = reference(how);
  entity["properties"]["override"] = reference("override");
  return entity;
}

/// At most one of the keys.
Json exclusive(const std::vector<const char*>& keys) {
  Json forbidden = Json::array();
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (std::size_t j = i + 1; j < keys.size(); ++j) forbidden.push_back({{"not", {{"required", {keys[i], keys[j]}}}}});
  return forbidden;
}

/// At least one of the keys.
Json any_of(const std::vector<const char*>& keys) {
  Json any = Json::array();
  for (const char* key : keys) any.push_back({{"required", {key}}});
  return {{"anyOf", std::move(any)}};
}

Json shares() {
  return {{"type", "object"}, {"additionalProperties", {{"anyOf", {schema_of(*find_key(segment_keys(), "share")), reference("text")}}}}};
}

Json is_response(const models::ResponseCurve& curve) {
  return {{"type", "object"}, {"properties", {{"response", {{"const", curve.name}}}}}, {"required", {"response"}}};
}

Json channel() {
  Json schema = with_changes(table_of(channel_keys(), "where leads come from"));
  schema["properties"]["mix"] = shares();
  schema["allOf"] = exclusive({"cost_per_lead", "cost_per_customer"});
  for (Json& rule : exclusive({"share", "leads", "customers"})) schema["allOf"].push_back(rule);
  for (const char* key : {"cost_per_lead", "cost_per_customer", "share", "leads", "customers"})
    for (Json& rule : exclusive({"spend", key})) schema["allOf"].push_back(rule);
  for (const models::ResponseCurve& curve : models::response_curves()) {
    Json others = Json::object();
    for (const models::ResponseCurve& other : models::response_curves())
      for (const models::Field& field : other.fields) others[std::string(field.name)] = false;
    for (const models::Field& field : curve.fields) others.erase(std::string(field.name));
    schema["allOf"].push_back({{"if", is_response(curve)}, {"then", {{"properties", std::move(others)}}}});
  }
  return schema;
}

/// A channel with one of these keys; a response needs all its parameters.
Json channel_with(const std::vector<const char*>& keys) {
  Json schema = any_of(keys);
  schema["allOf"] = Json::array();
  for (const models::ResponseCurve& curve : models::response_curves()) {
    Json required = Json::array();
    for (const models::Field& field : curve.fields) required.push_back(field.name);
    schema["allOf"].push_back({{"if", is_response(curve)}, {"then", {{"required", std::move(required)}}}});
  }
  return schema;
}

/// What a channel cannot do without: a cost, or a spend and whom it brings.
Json complete_channel() {
  Json schema = channel_with({"cost_per_lead", "cost_per_customer", "share_of_first_sale", "spend"});
  schema["dependentRequired"] = {{"spend", {"response"}}, {"response", {"spend"}}};
  return schema;
}

/// Where there is a plan, it says how much is spent or how many are won.
Json planned_channel() {
  Json schema = channel_with({"cost_per_lead", "cost_per_customer", "share_of_first_sale", "response"});
  for (const char* key : {"spend", "share", "leads", "customers"}) schema["properties"][key] = false;
  for (const char* key : {"cost_per_lead", "cost_per_customer"})
    for (Json& rule : exclusive({"response", key})) schema["allOf"].push_back(rule);
  return schema;
}

Json is_model(const models::RepeatModel& model) {
  return {{"type", "object"}, {"properties", {{"model", {{"const", model.name}}}}}, {"required", {"model"}}};
}

/// The keys of all models; where the model is named, only its own.
Json repeat() {
  Json schema = table_of(repeat_common_keys(), "coming back");
  schema.erase("required");
  schema["properties"]["model"] = {{"description", "how customers come back"}, {"oneOf", Json::array()}};
  schema["allOf"] = exclusive({"price", "spend"});
  for (const models::RepeatModel* model : models::repeat_models()) {
    const Keys keys = repeat_keys(*model);
    Json properties = Json::object();
    for (const Key& key : keys) {
      if (find_key(repeat_common_keys(), key.name)) continue;
      // Models may read the same key differently: its schema stands with the model.
      properties[std::string(key.name)] = schema_of(key);
      schema["properties"][std::string(key.name)] = true;
    }
    schema["properties"]["model"]["oneOf"].push_back({{"const", model->name}, {"description", model->about}});
    schema["allOf"].push_back(
        {{"if", is_model(*model)}, {"then", {{"properties", std::move(properties)}, {"propertyNames", {{"enum", names_of(keys)}}}}}});
  }
  return schema;
}

/// What each model cannot do without.
Json complete_repeat() {
  Json schema{{"required", {"model"}}, {"allOf", Json::array()}};
  for (const models::RepeatModel* model : models::repeat_models()) {
    Json required = Json::array();
    for (const Key& key : repeat_keys(*model))
      if (key.required) required.push_back(key.name);
    schema["allOf"].push_back({{"if", is_model(*model)}, {"then", {{"required", std::move(required)}}}});
  }
  return schema;
}

Json purchase_table(const Keys& keys, const char* about) {
  Json schema = table_of(keys, about);
  schema["allOf"] = exclusive({"price", "spend"});
  return schema;
}

Json spend() {
  Json schema = table_of(spend_keys(), "a spend law shared by several purchases");
  schema["allOf"] = exclusive({"law", "model"});
  return schema;
}

/// Besides the keys of conditions there are the names of states.
Json condition() {
  Json when = table_of(condition_keys(), find_key(step_keys(), "when")->about);
  for (const char* key : {"purchases", "earned", "tenure"})
    when["properties"][key] = {{"type", Json::array({"string", "number"})}, {"description", find_key(condition_keys(), key)->about}};
  when["additionalProperties"] = schema_of({.name = "level", .holds = Holds::names, .about = "levels of the state of that name"});
  return when;
}

Json referral() {
  Json schema = table_of(referral_keys(), "customers who bring customers");
  schema["properties"]["when"] = condition();
  schema["properties"]["mix"] = shares();
  return schema;
}

Json correlations() {
  Json schema{{"type", "array"}, {"description", find_key(scenario_keys(), "correlation")->about}};
  schema["items"] = table_of(correlation_keys(), "two assumptions that go together");
  schema["items"]["properties"]["between"] = {{"type", "array"},     {"items", reference("text")},
                                              {"minItems", 2},       {"maxItems", 2},
                                              {"uniqueItems", true}, {"description", find_key(correlation_keys(), "between")->about}};
  return schema;
}

Json step() {
  Json schema = purchase_table(step_keys(), "a rung of the ladder");
  schema["properties"]["when"] = condition();
  schema["properties"]["sets"] = {
      {"type", "object"}, {"description", find_key(step_keys(), "sets")->about}, {"additionalProperties", {{"type", "string"}}}};
  return schema;
}

Json state() {
  Json schema = table_of(state_keys(), "what may change about a customer in the course of life");
  schema["properties"]["level"] = named(with_changes(table_of(level_keys(), "what is different at this level")));
  return schema;
}

Json complete_spend() {
  return {{"oneOf",
           {{{"required", {"law"}}, {"properties", {{"p", false}, {"q", false}, {"gamma", false}}}},
            {{"required", {"model", "p", "q", "gamma"}}}}}};
}

Json definitions() {
  Json defs;
  defs["text"] = {{"type", "string"}, {"maxLength", kTextBytes}};
  defs["law"] = {{"type", "string"},
                 {"pattern", law_pattern()},
                 {"description", "a number with a suffix (12%, 20k), a range such as '20 to 60', or a law such as 'gamma(4, 0.5)'"}};
  defs["certain"] = {
      {"type", "string"}, {"pattern", fmt::format(R"(^\s*{}{}\s*$)", kNumber, kUnit)}, {"description", "a number with a suffix or unit"}};
  defs["discount"] = {{"type", "string"}, {"description", "'8%', '5% continuous', '1% a month', '4% to 8%'"}};
  defs["multiply"] = factors(false);
  defs["odds"] = factors(true);
  defs["override"] = overrides();
  return defs;
}

}  // namespace

std::string json_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "valuescale scenario"}};
  schema.update(table_of(scenario_keys(), "a business as its owner describes it"));
  Json& properties = schema["properties"];
  properties["title"] = {{"type", "string"}, {"pattern", R"(^[^\n\r\t]+$)"}, {"description", "one line"}};
  properties["currency"] = {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}, {"description", "ISO 4217 code, for display"}};
  properties["channel"] = named(channel());
  properties["segment"] = named(with_changes(table_of(segment_keys(), "a kind of customer")));
  properties["offer"] = named(purchase_table(offer_keys(), "the first sale"));
  // Where no [step.NAME] stands in the file, `step` may name the grid.
  properties["step"] = {{"anyOf", {named(step()), {{"enum", properties["time_step"]["enum"]}}}}};
  properties["repeat"] = named(repeat());
  properties["spend"] = named(spend());
  properties["state"] = named(state());
  properties["referral"] = named(referral());
  for (const auto& [kind, keys] :
       {std::pair{"season", &season_keys()}, std::pair{"shock", &shock_keys()}, std::pair{"trend", &trend_keys()}})
    properties[kind] = named(table_of(*keys, find_key(scenario_keys(), kind)->about));
  properties["correlation"] = correlations();

  // A file that extends another needs only what it changes; any other has to be complete.
  const auto each = [](Json entity) { return Json{{"additionalProperties", std::move(entity)}}; };
  Json complete{{"required", std::move(schema["required"])}};
  const auto channels = [&](Json channel) { return Json{{"properties", {{"channel", each(std::move(channel))}}}}; };
  complete["if"] = {{"required", {"plan"}}};
  complete["then"] = channels(planned_channel());
  complete["else"] = channels(complete_channel());
  complete["properties"] = {{"step", each(any_of({"after", "after_declined", "after_end"}))},
                            {"repeat", each(complete_repeat())},
                            {"spend", each(complete_spend())}};
  schema.erase("required");
  schema["if"] = {{"not", {{"required", {"extends"}}}}};
  schema["then"] = std::move(complete);
  schema["$defs"] = definitions();
  return schema.dump(2) + "\n";
}

}  // namespace valuescale::scenarios
