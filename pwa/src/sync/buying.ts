/** The requests of buying, each answer validated; loaded with the office. */
import {
  readBuying,
  readForecast,
  readOrdered,
  readProposal,
  readReckoning,
  readSupplier,
  readSupplierItems,
  readNewSupplier,
  readSuppliers,
  type BuyingState,
  type Forecast,
  type Ordered,
  type Proposal,
  type Reckoning,
  type Scorecard,
  type Supplier,
  type SupplierItem,
} from '../contract/buying';
import type { Page } from '../contract/board';
import { readPromise, readPurchaseOrder, type PromiseCard, type PurchaseOrder } from '../contract/purchase';
import { json } from './api';

/** A page of a list. */
const after = (cursor: string | null): string => (cursor ? `&cursor=${cursor}` : '');

export const fetchBuying = (): Promise<BuyingState> => json(readBuying, 'GET', '/buying');
export const reckonNow = (): Promise<Reckoning> => json(readReckoning, 'POST', '/buying/reckon');
export const changeProposalLine = (proposal: number, line: number, change: { qty?: number; left_out?: boolean }): Promise<Proposal> =>
  json(readProposal, 'PATCH', `/buying/proposals/${proposal}/lines/${line}`, change);
export const approveProposal = (proposal: Proposal, overBudget: boolean): Promise<Ordered> =>
  json(readOrdered, 'POST', `/buying/proposals/${proposal.id}/approve${overBudget ? '-over-budget' : ''}`, { version: proposal.version });

export const fetchForecast = (sku: string): Promise<Forecast> => json(readForecast, 'GET', `/forecast?item=${encodeURIComponent(sku)}`);
export const fetchPromise = (sku: string): Promise<PromiseCard> => json(readPromise, 'GET', `/stock?item=${encodeURIComponent(sku)}`);

export const fetchSuppliers = (cursor: string | null): Promise<Page<Supplier>> => json(readSuppliers, 'GET', `/suppliers?limit=50${after(cursor)}`);
export const fetchSupplier = (id: number): Promise<Supplier & { scorecard: Scorecard }> => json(readSupplier, 'GET', `/suppliers/${id}`);
export const createSupplier = (form: object): Promise<Supplier> => json(readNewSupplier, 'POST', '/suppliers', form);
export const changeSupplier = (id: number, change: object): Promise<Supplier & { scorecard: Scorecard }> => json(readSupplier, 'PATCH', `/suppliers/${id}`, change);
export const fetchSupplierItems = (id: number, cursor: string | null): Promise<Page<SupplierItem>> =>
  json(readSupplierItems, 'GET', `/suppliers/${id}/items?limit=50${after(cursor)}`);

export const fetchPurchaseOrder = (id: number): Promise<PurchaseOrder> => json(readPurchaseOrder, 'GET', `/purchase-orders/${id}`);
/** A button of its page: approve, send, confirm, cancel, close. */
export const actOnPurchaseOrder = (id: number, deed: string, body?: object): Promise<PurchaseOrder> =>
  json(readPurchaseOrder, 'POST', `/purchase-orders/${id}/${deed}`, body);
export const changePurchaseOrderLine = (id: number, line: number, change: object): Promise<PurchaseOrder> =>
  json(readPurchaseOrder, 'PATCH', `/purchase-orders/${id}/lines/${line}`, change);
/** Where it is as a document. */
/** What came otherwise than ordered, as the supplier is told. */
export const discrepanciesFile = (id: number): string => `/api/v1/purchase-orders/${id}/discrepancies.pdf`;
export const purchaseOrderFile = (id: number, ending: 'pdf' | 'csv' | 'xlsx'): string => `/api/v1/purchase-orders/${id}/order.${ending}`;
