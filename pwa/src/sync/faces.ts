/** The requests about pick faces, each answer validated; loaded with the office. */
import { data } from '../contract';
import { readFace, readFaceProposals, readFaces, readFacesMade, type Face, type FaceProposal, type Faces } from '../contract/faces';
import { json } from './api';
import { query, type Filters } from './office';

export const fetchFaces = (filters: Filters): Promise<Faces> => json(readFaces, 'GET', `/pick-faces${query(filters)}`);
export const createFace = (form: object): Promise<Face> => json(readFace, 'POST', '/pick-faces', form);
export const changeFace = (id: number, form: object): Promise<Face> => json(readFace, 'PATCH', `/pick-faces/${id}`, form);
export const takeFaceAway = (id: number): Promise<unknown> => json(data, 'DELETE', `/pick-faces/${id}`);
export const proposeFaces = (): Promise<FaceProposal[]> => json(readFaceProposals, 'GET', '/pick-faces/proposals');
export const adoptFaces = (faces: object[]): Promise<number> => json(readFacesMade, 'POST', '/pick-faces/proposals', { faces });
export const lookAtFaces = (): Promise<unknown> => json(data, 'POST', '/pick-faces/look');
