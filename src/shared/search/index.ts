export { hasTerm, toggleTerm, withoutField } from './edit-query.ts'
export { parseQuery } from './parse-query.ts'
export {
  closedFields,
  textFields,
  type ClosedField,
  type ParsedQuery,
  type QueryField,
  type Range,
  type RangeTerm,
  type Term,
  type TextTerm,
  type ValueTerm,
} from './query.ts'
