/** The sentences of goods that are looked at when they come in. Part of the office's catalogue. */

export const inspectingEn = {
  inspections: 'Inspection',
  kind_inspect: 'Inspect',

  // What went wrong.
  bad_inspection_plan: 'Write none, all, 10%, a number like 5, or a table like 1-50: 5, 51-500: 20, more: 50.',
  cell_bad_inspection_plan: 'Write none, all, 10%, a number like 5, or a table like 1-50: 5, more: 20.',

  // The list.
  inspections_why: 'What comes in may be looked at before anybody is promised it. What was held or rejected on the floor is decided here.',
  inspections_waiting: 'Waiting to be looked at',
  inspections_hold: 'Held: you decide',
  inspections_reject: 'Rejected',
  inspections_none_waiting: 'Nothing waits to be looked at. Whether an item is looked at when it comes in is set at the item, at its supplier, or in the settings.',
  inspections_none_hold: 'Nothing is held.',
  inspections_none_reject: 'Nothing rejected is here.',
  inspected_order: 'Came with',
  inspected_where: 'Stands',
  inspected_look: 'To look at',
  inspected_looks: '{looks} of {qty}',
  inspected_why_item: 'as the item says: {plan}',
  inspected_why_supplier: 'as its supplier’s terms say: {plan}',
  inspected_why_site: 'as the settings say: {plan}',
  inspected_by: '{person}, {when}',
  inspected_ended: 'nobody looked: the inspection was ended',
  do_pass_after_all: 'Good after all',
  do_reject_goods: 'Reject',
  sure_reject: 'Reject {qty} of {item}? {supplier} delivered them.',
  do_yes_reject: 'Yes, reject',

  // On the forms of items and suppliers.
  inspection_on_arrival: 'Inspection on arrival, and where it may lie',
  inspection_plan: 'How many are looked at',
  inspection_plan_hint: 'none, all, 10%, a number like 5, or a table by how many come: 1-50: 5, 51-500: 20, more: 50. Until somebody has looked, they are promised to nobody. Empty: as the supplier’s terms or the settings say.',
  kept_temperature: 'Temperature class',
  kept_hazard: 'Hazard class',
  kept_hint: 'In your own words, as the zones have them: “chilled”, “3”. It is put away only in zones that are kept so and that name its hazard class; its own zone is always right. What a zone is like is said under Places.',
  zone_temperature: 'Temperature class of zone {zone}',
  zone_hazards: 'Hazard classes that may lie here, with commas',
  zone_equipment: 'Must be able to drive',
  zone_kept_hint: 'Goods are put away here only if their item has the same temperature class, and its hazard class, if any, is named here. An item whose own zone this is may always lie here.',
  supplier_inspection: 'Inspection of what they send',
  set_inspection: 'Inspection on arrival',
  say_inspection: 'How many of what comes in are looked at before anybody is promised them: none, all, 10%, a number, or a table like 1-50: 5, more: 20. An item or a supplier may say otherwise.',

  // What is measured when it comes in.
  coldest_on_arrival: 'Coldest on arrival, °C',
  warmest_on_arrival: 'Warmest on arrival, °C',
  shelf_days_left_item: 'Days its lots must still be good when they leave',
  catch_weight: 'Weighed on arrival: no two weigh the same',
  measured_hint: 'Whoever receives an item with a temperature types what the thermometer says, once for each delivery; what is too warm or too cold is laid in quarantine and decided under Inspection. What is weighed on arrival is counted in pieces all the same; its weight is shown with its purchase order.',
  wrong_temperature_range: 'The coldest is above the warmest.',
  measured: 'Measured on arrival',
  measured_weight: '{kg} kg',
  measured_each: '{kg} kg each',
  measured_temperature: '{degrees} °C',
  measured_outside: 'limit {degrees} °C',
  measured_held: 'laid in {place}',
  cell_bad_min_temp: 'Write degrees with one digit behind the point at most, like -18 or 2.5.',
  cell_bad_max_temp: 'Write degrees with one digit behind the point at most, like -18 or 7.5.',

  // What a supervisor hears of.
  exception_inspection_held: ['{purchase_order}: {qty} of {item} are held at {at}. Decide under Inspection.', 'Goods that came in are held. Decide under Inspection.'],
  exception_receipt_rejected: ['{purchase_order}: {qty} of {item} were rejected at inspection.', 'Something was rejected at inspection.'],
  value_why_rejected: 'rejected at inspection',
} as const;
