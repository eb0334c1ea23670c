/** The kinds of cartons that a site has, as the office lists and changes them. */
import { flag, list, or, record, text, whole, type Reader } from './shape';

export interface CartonType {
  id: number;
  code: string;
  name: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  tareG: number;
  maxWeightG: number;
  costMinor: number;
  active: boolean;
}

export const readCartonType: Reader<CartonType> = record<CartonType>({
  id: ['id', whole],
  code: ['code', text],
  name: ['name', or(text, '')],
  lengthMm: ['length_mm', whole],
  widthMm: ['width_mm', whole],
  heightMm: ['height_mm', whole],
  tareG: ['tare_g', whole],
  maxWeightG: ['max_weight_g', whole],
  costMinor: ['cost_minor', whole],
  active: ['active', flag],
});

export const readCartonTypes: Reader<CartonType[]> = (value, path) => record({ items: ['items', list(readCartonType)] })(value, path).items;
