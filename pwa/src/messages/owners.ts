/** Office sentences about clients: whoever keeps goods in the house. */
export const ownersEn = {
  clients: 'Clients',
  clients_why: 'Goods of clients lie beside those of the house, and orders of a client take its own goods and nobody else’s. Files name a client by its code, in a column “owner”. People of a client sign in with a login and see what is theirs.',
  clients_none: 'All goods are the house’s. Keep goods of others too? Add the first client.',
  client_code: 'Code',
  client_of: 'Client',
  client_choose: 'Choose a client',
  client_nobody: 'The house',
  client_any: 'All clients',
  client_people: 'Take somebody on',
  scope_owners: 'Clients',
  do_new_client: 'Add a client',
  role_client: 'sees one client’s own goods',
  desk_owner_taken: ['There is an owner {code} already.', 'There is an owner with that code already.'],
  desk_owner_not_found: ['Nobody whose goods lie here is called {owner}.', 'There is no owner with that code.'],
  desk_client_faulty: 'Somebody of a client belongs to one client, and signs in with a login, not with a badge; nobody else belongs to one.',
} as const;
