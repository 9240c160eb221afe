export { hasTerm, toggleTerm, withoutField } from './edit-query.ts'
export { parseQuery } from './parse-query.ts'
export { type ParsedQuery, type QueryField } from './query.ts'
