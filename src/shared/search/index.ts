export { hasTerm, toggleTerm, withoutField } from './edit-query.ts'
export { parseQuery } from './parse-query.ts'
export { type QueryField } from './query.ts'
