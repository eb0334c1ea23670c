/** The requests of documents for customers. */
import type { Page } from '../contract/board';
import { readDocuments, readInvoice, readInvoices, readTemplate, type Documents, type DocumentTemplate, type Invoice, type Template } from '../contract/documents';
import { readSettingChanges, type SettingChange } from '../contract/setup';
import { ask, fileOf, json } from './api';

export const fetchDocuments = (): Promise<Documents> => json(readDocuments, 'GET', '/documents');
export const keepTemplate = (document: string, language: string, form: Template): Promise<DocumentTemplate> => json(readTemplate, 'PUT', `/documents/${document}/${language}`, form);
export const previewOf = (document: string, language: string, form: Template, kind: 'svg' | 'pdf'): Promise<Blob> => fileOf(`/documents/${document}/${language}/preview.${kind}`, form);
export const keepLogo = async (file: Blob): Promise<void> => void (await ask('PUT', '/documents/logo', file, { 'Content-Type': file.type || 'application/octet-stream' }));
export const fetchTemplateChanges = (cursor: string | null): Promise<Page<SettingChange>> => json(readSettingChanges, 'GET', `/documents/history${cursor ? `?cursor=${cursor}` : ''}`);
export const fetchInvoices = (order: number): Promise<Invoice[]> => json(readInvoices, 'GET', `/orders/${order}/invoices`);
export const makeInvoice = (order: number): Promise<Invoice> => json(readInvoice, 'POST', `/orders/${order}/invoices`, {});
export const invoicePaper = (id: number): string => `/api/v1/invoices/${id}/invoice.pdf`;
