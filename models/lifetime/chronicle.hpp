// Notes what happens in a life while it is lived event by event. Ordinary runs have no chronicle, and pay for it with a comparison where something
// could be noted.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/account_book.hpp"
#include "models/lifetime/program.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace valuescale::models {

/// Of one bought customer at a time, with all whom they bring: slots of rows are persons, and 0 is the customer.
class Chronicle {
 public:
  Chronicle(const Scenario& scenario, const Program& program);

  /// A new life: empties the book.
  void open();
  /// Cash of row i, by the code that brought it.
  void note_flow(const PurchaseCode& source, Stage stage, const Customers& rows, int i, const Deposits& flows);
  /// A question to some customers. `taken` are those who say yes in time, in the same order, each at the time at which it happens.
  void note_question(const StepCode& question, const Customers& rows, const Customers& taken);
  void note_referral(const NodeCode& node, std::uint32_t slot, float time, std::uint32_t leads);
  /// A customer is brought, the next in number.
  void note_child(std::uint32_t parent, std::uint32_t generation, std::uint32_t row, float first_sale);
  /// A repeat process started, ended or was stopped.
  void note_course(BookEntry::What what, const NodeCode& node, std::uint32_t slot, float time);
  /// From one kind of customer to another.
  void note_change(std::uint32_t slot, float time, std::uint32_t before, std::uint32_t now);
  void note_dropped(std::uint32_t slot, float time);
  /// The life of a person is over, or the horizon is reached.
  void note_end(std::uint32_t slot, bool is_active) { book_.people[slot].is_active = is_active; }

  /// People and entries, in the order of time.
  AccountBook take();

 private:
  /// What a code of the program stands for.
  struct Source {
    BookEntry::What what;
    std::string name;
    std::uint32_t first_occurrence = 0;
    bool is_purchase = false;   ///< counts among the customer's repeat purchases
    bool adds_nothing = false;  ///< where it brings nothing, the question has said it all
  };
  BookEntry& add(BookEntry::What what, const std::string& name, std::uint32_t slot, float time);
  std::string name_of(const NodeCode& node) const;

  const Scenario& scenario_;
  const Program& program_;
  std::unordered_map<const void*, Source> sources_;
  AccountBook book_;
};

}  // namespace valuescale::models
