export { hasTerm, toggleTerm, withoutField, writeTerm } from './edit-query.ts'
export { fieldOf } from './field-of.ts'
export { isRanking, likenessOf, looksOf, type LikenessTo, type LooksWords } from './looks-of.ts'
export { parseQuery } from './parse-query.ts'
export {
  closedFields,
  queryFields,
  type ParsedQuery,
  type QueryField,
  type RangeTerm,
  type Term,
  type TextTerm,
  type ValueTerm,
} from './query.ts'
export { readPieces, type Piece } from './read-pieces.ts'
