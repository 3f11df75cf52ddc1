// The scenario file as a JSON Schema, for editors: completion, hints, and red lines while typing. What needs arithmetic or names (shares that
// add to 1, laws within their range) is left to `valuescale check`.
#include "models/acquisition/response.hpp"
#include "scenarios/reader/document.hpp"
#include "scenarios/reader/keys.hpp"
#include "scenarios/reader/laws.hpp"
#include "scenarios/reader/quantity.hpp"
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

/// A number, or another that it follows.
Json or_follower(Json schema) {
  schema["anyOf"].push_back(reference("follower"));
  return schema;
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
  return or_follower(schema);
}

Json table_of(const Keys& keys, std::string_view about);

/// Amounts by month: the same each month, a list, or a table.
Json amounts(const Key& key) {
  const double most = find_key(plan_keys(), "months")->range().high;
  const Json number = bounded_number(key.range());
  Json list = list_of(value_of(number, reference("law")));
  list["maxItems"] = static_cast<int>(most);
  Json schema = or_follower(with_notes({number, reference("law"), list}));
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

/// Any of the keys and no others; what it cannot do without is apart, because a file that extends another says only what it changes.
Json table_of(const Keys& keys, std::string_view about) {
  Json properties = Json::object();
  for (const Key& key : keys) properties[std::string(key.name)] = schema_of(key);
  return {{"type", "object"}, {"description", about}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json required_of(const Keys& keys) {
  Json required = Json::array();
  for (const Key& key : keys)
    if (key.required) required.push_back(key.name);
  return {{"required", std::move(required)}};
}

/// A table of tables keyed by the user's names.
Json named(Json entity) {
  return {{"type", "object"},
          {"propertyNames", {{"minLength", 1}, {"maxLength", kNameBytes}, {"pattern", R"(^[^.]+$)"}}},
          {"properties", {{"note", {{"anyOf", {reference("text"), entity}}}}, {"source", {{"anyOf", {reference("text"), entity}}}}}},
          {"additionalProperties", std::move(entity)}};
}

void add_multipliers(Json& properties, std::span<const Multiplier> all, const Json& value) {
  for (const Multiplier& m : all) {
    properties[std::string(m.name)] = value;
    properties[std::string(m.name)]["description"] = m.about;
  }
}

/// What acts on the business's numbers: `value` says by how much.
Json changes_by(const Json& value, std::span<const Multiplier> bare) {
  Json schema{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  Json& properties = schema["properties"];
  add_multipliers(properties, bare, value);
  for (const char* kind : {"offer", "step", "repeat", "referral"})
    properties[kind] = {{"type", "object"},
                        {"additionalProperties", {{"type", "object"}, {"additionalProperties", {{"anyOf", {value, reference("text")}}}}}}};
  properties["note"] = properties["source"] = reference("text");
  return schema;
}

Json factors() { return changes_by(schema_of(factor_key()), multipliers()); }

Json odds() {
  std::vector<Multiplier> probabilities;
  for (const Multiplier& m : multipliers())
    if (m.name == "conversion" || m.name == "take" || m.name == "return" || m.name == "keep") probabilities.push_back(m);
  return changes_by(schema_of(factor_key()), probabilities);
}

/// A part of the calendar: what it changes, and when.
Json of_calendar(std::string_view kind, const Keys& keys, const Json& value) {
  Json multiply = changes_by(value, multipliers()), of_channel{{"type", "object"}, {"additionalProperties", false}};
  add_multipliers(multiply["properties"], calendar_multipliers(), value);
  for (const auto& all : {calendar_multipliers(), channel_multipliers()}) add_multipliers(of_channel["properties"], all, value);
  of_channel["properties"]["note"] = of_channel["properties"]["source"] = reference("text");
  multiply["properties"]["channel"] = {{"type", "object"},
                                       {"additionalProperties", {{"anyOf", {std::move(of_channel), reference("text")}}}}};
  multiply["description"] = find_key(keys, "multiply")->about;
  Json schema = table_of(keys, find_key(scenario_keys(), kind)->about);
  schema["properties"]["multiply"] = std::move(multiply);
  return schema;
}

/// Factors from January on, or those of some months.
Json year() {
  const Json factor = schema_of(factor_key());
  Json months{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const std::string_view month : month_names()) months["properties"][std::string(month)] = factor;
  months["properties"]["note"] = months["properties"]["source"] = reference("text");
  const std::size_t count = month_names().size();
  Json list{{"type", "array"}, {"items", factor}, {"minItems", count}, {"maxItems", count}};
  Json schema = with_notes({list});
  schema["anyOf"].push_back(column());
  schema["anyOf"].push_back(std::move(months));
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
  for (const models::RepeatModel* model : models::repeat_models())
    schema["allOf"].push_back({{"if", is_model(*model)}, {"then", required_of(repeat_keys(*model))}});
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
  schema["items"].update(required_of(correlation_keys()));
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

Json plan() {
  Json schema = table_of(plan_keys(), find_key(scenario_keys(), "plan")->about);
  Json& properties = schema["properties"];
  for (const char* name : {"spend", "leads", "customers", "delay"}) {
    const Key& key = *find_key(plan_keys(), name);
    const Json value = std::string_view(name) == "delay" ? value_of(bounded_number(key.range()), reference("law")) : amounts(key);
    for (const char* note : {"note", "source"}) properties[name]["properties"][note] = {{"anyOf", {reference("text"), value}}};
    properties[name]["additionalProperties"] = value;
  }
  properties["cost"] = named(table_of(plan_cost_keys(), "what is paid whether or not anybody buys"));
  properties["cost"]["description"] = find_key(plan_keys(), "cost")->about;
  return schema;
}

/// What a plan cannot do without: whom it wins, and money where it may run short.
Json complete_plan() {
  const Json said{{"if", {{"type", "object"}, {"not", any_of({"value", "values", "follows", "same_as"})}}},
                  {"then", required_of(schedule_keys())}};
  const Json each{{"additionalProperties", said}};
  Json schema = any_of({"spend", "leads", "customers"});
  schema.update(required_of(plan_keys()));
  for (const char* key : {"credit", "credit_interest", "when_short"}) schema["dependentRequired"][key] = {"cash"};
  for (const char* key : {"spend", "leads", "customers"}) schema["properties"][key] = each;
  schema["properties"]["fixed_costs"] = said;
  Json cost = required_of(plan_cost_keys());
  cost["properties"]["a_month"] = said;
  schema["properties"]["cost"]["additionalProperties"] = std::move(cost);
  return schema;
}

/// A shock strikes once, or again and again.
Json shock() {
  Json schema = of_calendar("shock", shock_keys(), schema_of(factor_key()));
  schema["allOf"] = exclusive({"probability", "rate"});
  for (Json& rule : exclusive({"start", "rate"})) schema["allOf"].push_back(rule);
  return schema;
}

Json complete_shock() {
  Json schema = any_of({"probability", "rate"});
  schema.update(required_of(shock_keys()));
  return schema;
}

/// Changes stand under dotted paths, or as tables in tables.
Json stress() {
  Json schema = of_calendar("stress", stress_keys(), schema_of(factor_key()));
  schema["description"] = find_key(scenario_keys(), "stress")->about;
  schema["properties"]["shock"]["anyOf"].push_back({{"type", "object"}, {"description", "when each of them strikes"}});
  const Json value{{"type", Json::array({"number", "string", "object", "array"})}};
  for (const char* key : {"change", "later"}) schema["properties"][key]["additionalProperties"] = value;
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
  const Json number{{"type", Json::array({"number", "string"})}};
  const Json point{{"type", "array"}, {"prefixItems", Json::array({number, number})}, {"items", false}, {"minItems", 2}};
  const Json curve{{"type", "array"}, {"items", point}, {"minItems", 2}, {"maxItems", kCurvePoints}};
  const auto follower = [](Json properties, Json required) {
    properties["note"] = properties["source"] = reference("text");
    return Json{
        {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}, {"additionalProperties", false}};
  };
  defs["follower"] = {{"anyOf",
                       {follower({{"follows", reference("text")}, {"curve", curve}}, Json::array({"follows", "curve"})),
                        follower({{"same_as", reference("text")}}, Json::array({"same_as"}))}},
                      {"description", "the path of another assumption, and points of a curve along which it is followed"}};
  defs["multiply"] = factors();
  defs["odds"] = odds();
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
  properties["season"] = named(of_calendar("season", season_keys(), year()));
  properties["shock"] = named(shock());
  properties["trend"] = named(of_calendar("trend", trend_keys(), schema_of(growth_key())));
  properties["stress"] = named(stress());
  properties["correlation"] = correlations();
  properties["plan"] = plan();

  // A file that extends another needs only what it changes; any other has to be complete.
  const auto each = [](Json entity) { return Json{{"additionalProperties", std::move(entity)}}; };
  Json complete = required_of(scenario_keys());
  const auto channels = [&](Json channel) { return Json{{"properties", {{"channel", each(std::move(channel))}}}}; };
  complete["if"] = {{"required", {"plan"}}};
  complete["then"] = channels(planned_channel());
  complete["else"] = channels(complete_channel());
  complete["properties"] = {{"step", each(any_of({"after", "after_declined", "after_end"}))},
                            {"repeat", each(complete_repeat())},
                            {"spend", each(complete_spend())},
                            {"state", each(required_of(state_keys()))},
                            {"referral", each(required_of(referral_keys()))},
                            {"season", each(required_of(season_keys()))},
                            {"shock", each(complete_shock())},
                            {"trend", each(required_of(trend_keys()))},
                            {"plan", complete_plan()}};
  // Only a plan has a calendar.
  for (const char* kind : {"season", "shock", "trend"}) complete["dependentRequired"][kind] = {"plan"};
  schema["dependentRequired"] = {{"unset", {"extends"}}};
  schema["if"] = {{"not", {{"required", {"extends"}}}}};
  schema["then"] = std::move(complete);
  schema["$defs"] = definitions();
  return schema.dump(2) + "\n";
}

}  // namespace valuescale::scenarios
