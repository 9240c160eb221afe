export { selectSimilar } from './select-similar.ts'
export type { SimilarRequest } from './strips.ts'
export { selectSubject } from './select-subject.ts'
