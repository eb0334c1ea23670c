/** Proposals, suppliers and forecasts, as the office gets them. Money is whole minor units. */
import { page, type Page } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface Reckoning {
  finishedAt: number | null;
  items: number;
  busy: boolean;
  failing: boolean;
}

export interface ProposalLine {
  id: number;
  item: number;
  sku: string;
  name: string;
  qty: number;
  proposed: number;
  leftOut: boolean;
  priceMinor: number;
  amountMinor: number;
  packQty: number;
  available: number;
  incoming: number;
  waiting: number;
  aDayMilli: number;
  coversDays: number | null;
  raised: string[];
}

export interface Proposal {
  id: number;
  supplierId: number;
  supplierName: string;
  currency: string;
  version: number;
  leadDays: number;
  minOrderMinor: number;
  sendsItself: boolean;
  amountMinor: number;
  belowMinimum: boolean;
  lines: ProposalLine[];
}

export interface Budget {
  currency: string;
  budgetMinor: number;
  spentMinor: number;
}

export interface BuyingState {
  reckoning: Reckoning;
  budget: Budget | null;
  proposals: Proposal[];
}

export interface Ordered {
  purchaseOrder: number;
  number: string;
  isNew: boolean;
}

export interface Supplier {
  id: number;
  code: string;
  name: string;
  email: string;
  address: string;
  leadDays: number;
  currency: string;
  minOrderMinor: number;
  minOrderQty: number;
  sendsItself: boolean;
  overTolerancePct: number | null;
  sampleCartons: number | null;
  inspection: string;
}

export interface Scorecard {
  deliveries: number;
  onTimePct: number | null;
  inFullPct: number | null;
  rightPct: number | null;
  leadDays: number;
  leadSpreadDays: number;
  leadDeliveries: number;
}

export interface SupplierItem {
  id: number;
  item: number;
  sku: string;
  name: string;
  code: string;
  packQty: number;
  palletQty: number;
  priceMinor: number;
  preferred: boolean;
  priceBreaks: { fromQty: number; priceMinor: number }[];
}

export interface Forecast {
  reckonedAt: number;
  aDayMilli: number;
  days: number[];
  weeks: number[];
  belowMilli: number;
  aboveMilli: number;
  errorPct: number | null;
  methods: string[];
  abcXyz: string;
  safety: number;
  reorderPoint: number;
  orderUpTo: number;
}

/** A number that need not be whole, such as days on average. */
const decimal: Reader<number> = (value, path) => (typeof value === 'number' && Number.isFinite(value) ? value : whole(value, path));

export const readReckoning: Reader<Reckoning> = record({
  finishedAt: ['finished_at', maybe(whole)],
  items: ['items', or(whole, 0)],
  busy: ['busy', flag],
  failing: ['failing', or(flag, false)],
});

const proposalLine = record<ProposalLine>({
  id: ['id', whole],
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', text],
  qty: ['qty', whole],
  proposed: ['proposed', whole],
  leftOut: ['left_out', flag],
  priceMinor: ['price_minor', whole],
  amountMinor: ['amount_minor', whole],
  packQty: ['pack_qty', whole],
  available: ['available', whole],
  incoming: ['incoming', whole],
  waiting: ['waiting', whole],
  aDayMilli: ['a_day_milli', whole],
  coversDays: ['covers_days', maybe(whole)],
  raised: ['raised', list(text)],
});

export const readProposal: Reader<Proposal> = record({
  id: ['id', whole],
  supplierId: ['supplier_id', whole],
  supplierName: ['supplier_name', text],
  currency: ['currency', text],
  version: ['version', whole],
  leadDays: ['lead_days', whole],
  minOrderMinor: ['min_order_minor', whole],
  sendsItself: ['sends_itself', flag],
  amountMinor: ['amount_minor', whole],
  belowMinimum: ['below_minimum', flag],
  lines: ['lines', list(proposalLine)],
});

export const readBuying: Reader<BuyingState> = record({
  reckoning: ['reckoning', readReckoning],
  budget: [
    'budget',
    maybe(
      record<Budget>({
        currency: ['currency', text],
        budgetMinor: ['budget_minor', whole],
        spentMinor: ['spent_minor', whole],
      }),
    ),
  ],
  proposals: ['proposals', list(readProposal)],
});

export const readOrdered: Reader<Ordered> = record({
  purchaseOrder: ['purchase_order', whole],
  number: ['number', text],
  isNew: ['new', flag],
});

const supplier: { [K in keyof Supplier]: [string, Reader<Supplier[K]>] } = {
  id: ['id', whole],
  code: ['code', text],
  name: ['name', text],
  email: ['email', or(text, '')],
  address: ['address', or(text, '')],
  leadDays: ['lead_days', whole],
  currency: ['currency', text],
  minOrderMinor: ['min_order_minor', whole],
  minOrderQty: ['min_order_qty', whole],
  sendsItself: ['sends_itself', flag],
  overTolerancePct: ['over_tolerance_pct', maybe(whole)],
  sampleCartons: ['sample_cartons', or(maybe(whole), null)],
  inspection: ['inspection', or(text, '')],
};

export const readNewSupplier: Reader<Supplier> = record<Supplier>(supplier);

export const readSuppliers: Reader<Page<Supplier>> = page(record<Supplier>(supplier));

export const readSupplier: Reader<Supplier & { scorecard: Scorecard }> = record({
  ...supplier,
  scorecard: [
    'scorecard',
    record<Scorecard>({
      deliveries: ['deliveries', whole],
      onTimePct: ['on_time_pct', maybe(whole)],
      inFullPct: ['in_full_pct', maybe(whole)],
      rightPct: ['right_pct', maybe(whole)],
      leadDays: ['lead_days', decimal],
      leadSpreadDays: ['lead_spread_days', decimal],
      leadDeliveries: ['lead_deliveries', whole],
    }),
  ],
});

export const readSupplierItems: Reader<Page<SupplierItem>> = page(
  record<SupplierItem>({
    id: ['id', whole],
    item: ['item', whole],
    sku: ['sku', text],
    name: ['name', text],
    code: ['code', or(text, '')],
    packQty: ['pack_qty', whole],
    palletQty: ['pallet_qty', whole],
    priceMinor: ['price_minor', whole],
    preferred: ['preferred', flag],
    priceBreaks: ['price_breaks', list(record({ fromQty: ['from_qty', whole], priceMinor: ['price_minor', whole] }))],
  }),
);

export const readForecast: Reader<Forecast> = record({
  reckonedAt: ['reckoned_at', whole],
  aDayMilli: ['a_day_milli', whole],
  days: ['days', list(whole)],
  weeks: ['weeks', list(whole)],
  belowMilli: ['below_milli', whole],
  aboveMilli: ['above_milli', whole],
  errorPct: ['error_pct', maybe(whole)],
  methods: ['methods', list(text)],
  abcXyz: ['abc_xyz', text],
  safety: ['safety', whole],
  reorderPoint: ['reorder_point', whole],
  orderUpTo: ['order_up_to', whole],
});
