/** The sentences about addresses of orders, in the office. Part of its catalogue. */

export const addressesEn = {
  address: 'Address',
  do_mend_address: 'Change the address',
  address_customer: 'Name',
  address_street: 'Street and number',
  address_postcode: 'Postcode',
  address_city: 'City',
  address_country: 'Country',
  address_wrong: 'Address?',
  fault_customer_missing: 'The name is missing.',
  fault_street_missing: 'The street is missing.',
  fault_postcode_missing: ['The postcode is missing. There they look like {example}.', 'The postcode is missing.'],
  fault_city_missing: 'The city is missing.',
  fault_country_missing: 'The country is missing.',
  fault_customer_too_long: 'The name is too long for the label.',
  fault_street_too_long: 'The street is too long for the label.',
  fault_city_too_long: 'The city is too long for the label.',
  fault_country_too_long: 'The country is too long for the label.',
  fault_postcode_postcode: ['No postcode of that country. They look like {example}.', 'No postcode of that country.'],
  address_faulty: 'The address cannot be right, and this site releases no such order. Open it, change the address, release it again.',
  change_address: 'the address was changed',
};
